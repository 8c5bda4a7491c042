//! The pairs behind many2many fields.

use std::collections::HashMap;

/// One many2many relation, readable from both sides; each list is ascending.
#[derive(Clone, Debug, Default)]
pub(crate) struct Relation {
    forward: HashMap<i64, Vec<i64>>,
    backward: HashMap<i64, Vec<i64>>,
}

fn add(side: &mut HashMap<i64, Vec<i64>>, from: i64, to: i64) -> bool {
    let ids = side.entry(from).or_default();
    match ids.binary_search(&to) {
        Ok(_) => false,
        Err(at) => {
            ids.insert(at, to);
            true
        }
    }
}

fn remove(side: &mut HashMap<i64, Vec<i64>>, from: i64, to: i64) -> bool {
    let Some(ids) = side.get_mut(&from) else {
        return false;
    };
    let Ok(at) = ids.binary_search(&to) else {
        return false;
    };
    ids.remove(at);
    if ids.is_empty() {
        side.remove(&from);
    }
    true
}

impl Relation {
    /// Adds a pair; false when it was there.
    pub(crate) fn link(&mut self, left: i64, right: i64) -> bool {
        add(&mut self.forward, left, right) && add(&mut self.backward, right, left)
    }

    /// Removes a pair; false when it was not there.
    pub(crate) fn unlink(&mut self, left: i64, right: i64) -> bool {
        remove(&mut self.forward, left, right) && remove(&mut self.backward, right, left)
    }

    /// Returns the other side of `id`; `reversed` when `id` is on the right.
    pub(crate) fn get(&self, id: i64, reversed: bool) -> &[i64] {
        let side = if reversed {
            &self.backward
        } else {
            &self.forward
        };
        side.get(&id).map_or(&[], Vec::as_slice)
    }
}
