"""What every comparison of stock ctypes with ours needs: sides, child processes, outcomes.

Owns: how a child interpreter is put on one side and how its end is told. Must not know what is compared.
"""
