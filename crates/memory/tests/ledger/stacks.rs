//! Interned stacks.

use crate::random::Random;
use memory::stack::{Frame, MAX_DEPTH, StackCache, StackId, Stacks};
use std::collections::HashMap;

fn frame(code: u32, position: u32) -> Frame {
    Frame { code, position }
}

#[test]
fn a_stack_comes_back_as_it_went_in() {
    let stacks = Stacks::default();
    let mut cache = StackCache::default();
    let mut random = Random::new(1);
    let mut known: HashMap<Vec<Frame>, StackId> = HashMap::new();
    let mut made = 0;
    for _ in 0..20_000 {
        let depth = random.below(12);
        let stack: Vec<Frame> =
            (0..depth).map(|_| frame(random.below(3) as u32, random.below(3) as u32)).collect();
        let id = cache.intern(&stacks, stack.iter().copied(), |_, _, _| made += 1);
        assert_eq!(*known.entry(stack.clone()).or_insert(id), id, "the same stack has one number");
        assert_eq!(stacks.frames(id).collect::<Vec<_>>(), stack);
    }
    assert_eq!(stacks.len(), made, "each new number was announced once");
    assert_eq!(known.get(&Vec::new()).copied(), Some(StackId::EMPTY));
}

#[test]
fn deep_recursion_keeps_the_innermost_frames() {
    let stacks = Stacks::default();
    let deep = (0..10_000).map(|level| frame(1, level));
    let id = StackCache::default().intern(&stacks, deep, |_, _, _| {});
    let kept: Vec<Frame> = stacks.frames(id).collect();
    assert_eq!(kept.len(), MAX_DEPTH);
    assert_eq!(kept[0], frame(1, 0));
}

#[test]
fn threads_agree_on_numbers() {
    let stacks = Stacks::default();
    let ids = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8)
            .map(|_| {
                scope.spawn(|| {
                    let mut cache = StackCache::default();
                    let intern = |number: u32| {
                        let frames = [frame(number % 7, number), frame(1, number % 50)];
                        let id = cache.intern(&stacks, frames.into_iter(), |_, _, _| {});
                        assert_eq!(stacks.frames(id).collect::<Vec<_>>(), frames);
                        id
                    };
                    (0..3_000).map(intern).collect::<Vec<_>>()
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect::<Vec<_>>()
    });
    assert!(ids.windows(2).all(|pair| pair[0] == pair[1]));
}
