//! Which records have a given value in an indexed field.

use std::collections::HashMap;

use super::cell::CellRef;

/// Ids by value, each list ascending. Nulls are not kept.
#[derive(Clone, Debug, Default)]
pub(crate) struct Index {
    ints: HashMap<i64, Vec<i64>>,
    texts: HashMap<Box<str>, Vec<i64>>,
}

impl Index {
    pub(crate) fn add(&mut self, cell: CellRef<'_>, id: i64) {
        let ids = match cell {
            CellRef::Int(value) => self.ints.entry(value).or_default(),
            CellRef::Text(value) => match self.texts.get_mut(value) {
                Some(ids) => ids,
                None => self.texts.entry(value.into()).or_default(),
            },
            _ => return,
        };
        if let Err(at) = ids.binary_search(&id) {
            ids.insert(at, id);
        }
    }

    pub(crate) fn remove(&mut self, cell: CellRef<'_>, id: i64) {
        let ids = match cell {
            CellRef::Int(value) => self.ints.get_mut(&value),
            CellRef::Text(value) => self.texts.get_mut(value),
            _ => None,
        };
        let Some(ids) = ids else { return };
        if let Ok(at) = ids.binary_search(&id) {
            ids.remove(at);
        }
        if ids.is_empty() {
            match cell {
                CellRef::Int(value) => drop(self.ints.remove(&value)),
                CellRef::Text(value) => drop(self.texts.remove(value)),
                _ => {}
            }
        }
    }

    pub(crate) fn get(&self, cell: CellRef<'_>) -> &[i64] {
        match cell {
            CellRef::Int(value) => self.ints.get(&value),
            CellRef::Text(value) => self.texts.get(value),
            _ => None,
        }
        .map_or(&[], Vec::as_slice)
    }
}
