//! The records of one model.

use std::collections::{BTreeMap, HashMap};

use super::cell::{Cell, CellRef};
use super::column::{Column, Storage};
use super::index::Index;

/// The records of one model: ids ascending, one column a stored field.
///
/// A deleted record stays as a dead row until its transaction has ended, so that undoing brings it
/// back untouched.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    ids: Vec<i64>,
    live: Vec<bool>,
    dead: usize,
    columns: Vec<Column>,
    indexes: Vec<Option<Index>>,
    translations: HashMap<(usize, i64), BTreeMap<Box<str>, Box<str>>>,
    next_id: i64,
}

impl Table {
    /// Adds the column of a slot, unless it is there, and its index, if it is to have one.
    pub(crate) fn ensure_column(&mut self, slot: usize, storage: Storage, indexed: bool) {
        if slot >= self.columns.len() {
            self.columns.push(Column::new(storage));
            self.indexes.push(None);
        }
        if indexed && self.indexes[slot].is_none() {
            let mut index = Index::default();
            for row in (0..self.ids.len()).filter(|row| self.live[*row]) {
                index.add(self.columns[slot].get(row), self.ids[row]);
            }
            self.indexes[slot] = Some(index);
        }
    }

    /// Counts the records.
    pub(crate) fn len(&self) -> usize {
        self.ids.len() - self.dead
    }

    /// Counts the rows, dead ones included; rows are below this number.
    pub(crate) fn rows(&self) -> usize {
        self.ids.len()
    }

    pub(crate) fn id(&self, row: usize) -> i64 {
        self.ids[row]
    }

    #[inline]
    pub(crate) fn is_live(&self, row: usize) -> bool {
        self.live[row]
    }

    /// Finds the first row whose id is at least `id`.
    pub(crate) fn first_row_from(&self, id: i64) -> usize {
        self.ids.partition_point(|known| *known < id)
    }

    fn any_row(&self, id: i64) -> Option<usize> {
        // Ids are mostly dense: look where the id would be without gaps before searching.
        let guess = usize::try_from(id.checked_sub(*self.ids.first()?)?).ok()?;
        if self.ids.get(guess) == Some(&id) {
            return Some(guess);
        }
        self.ids.binary_search(&id).ok()
    }

    /// Finds a record's row.
    #[inline]
    pub(crate) fn row(&self, id: i64) -> Option<usize> {
        self.any_row(id).filter(|row| self.live[*row])
    }

    /// Lists the ids, ascending.
    pub(crate) fn ids(&self) -> impl Iterator<Item = i64> {
        self.ids
            .iter()
            .zip(&self.live)
            .filter(|(_, live)| **live)
            .map(|(id, _)| *id)
    }

    /// Finds the first record that passes.
    pub(crate) fn find(&self, passes: impl Fn(i64) -> bool) -> Option<i64> {
        self.ids().find(|id| passes(*id))
    }

    /// Returns the id the next record gets, and counts on. Like a database sequence it never goes
    /// back.
    pub(crate) fn take_id(&mut self) -> i64 {
        self.next_id = self.next_id.max(1) + 1;
        self.next_id - 1
    }

    /// Brings a deleted record back as it was.
    pub(crate) fn restore(&mut self, id: i64) {
        if let Some(row) = self.any_row(id).filter(|row| !self.live[*row]) {
            self.live[row] = true;
            self.dead -= 1;
            self.each_indexed(row, Index::add);
        }
    }

    /// Adds an empty record; false when the id is taken.
    pub(crate) fn insert(&mut self, id: i64) -> bool {
        self.next_id = self.next_id.max(id.saturating_add(1));
        match self.ids.last() {
            Some(last) if *last >= id => match self.ids.binary_search(&id) {
                Ok(row) if self.live[row] => return false,
                Ok(row) => {
                    self.live[row] = true;
                    self.dead -= 1;
                    for column in &mut self.columns {
                        column.set(row, Cell::Null);
                    }
                }
                Err(row) => {
                    self.ids.insert(row, id);
                    self.live.insert(row, true);
                    for column in &mut self.columns {
                        column.insert_row(row);
                    }
                }
            },
            _ => {
                self.ids.push(id);
                self.live.push(true);
            }
        }
        true
    }

    /// Deletes a record; false when there is none.
    pub(crate) fn remove(&mut self, id: i64) -> bool {
        let Some(row) = self.row(id) else {
            return false;
        };
        self.each_indexed(row, Index::remove);
        self.live[row] = false;
        self.dead += 1;
        true
    }

    fn each_indexed(&mut self, row: usize, act: fn(&mut Index, CellRef<'_>, i64)) {
        let id = self.ids[row];
        for (column, index) in self.columns.iter().zip(&mut self.indexes) {
            if let Some(index) = index {
                act(index, column.get(row), id);
            }
        }
    }

    /// Drops the dead rows once they are many. Only between transactions.
    pub(crate) fn compact(&mut self) {
        if self.dead < 64 || self.dead < self.ids.len() / 4 {
            return;
        }
        for column in &mut self.columns {
            column.compact(&self.live);
        }
        let mut marks = self.live.iter();
        self.ids.retain(|_| marks.next().copied().unwrap_or(false));
        self.live.retain(|live| *live);
        self.dead = 0;
    }

    #[inline]
    pub(crate) fn get(&self, row: usize, slot: usize) -> CellRef<'_> {
        self.columns[slot].get(row)
    }

    /// Reads a cell by id; null when there is no such record.
    pub(crate) fn cell(&self, id: i64, slot: usize) -> CellRef<'_> {
        self.row(id)
            .map_or(CellRef::Null, |row| self.get(row, slot))
    }

    /// Writes a cell and returns what was there; `None` when there is no such record.
    pub(crate) fn set(&mut self, id: i64, slot: usize, cell: Cell) -> Option<Cell> {
        let row = self.row(id)?;
        let old = self.columns[slot].get(row).to_cell();
        if let Some(index) = &mut self.indexes[slot] {
            index.remove(old.as_ref(), id);
            index.add(cell.as_ref(), id);
        }
        self.columns[slot].set(row, cell);
        Some(old)
    }

    /// Finds the records with a value, if the field is indexed.
    pub(crate) fn with_value(&self, slot: usize, cell: CellRef<'_>) -> Option<&[i64]> {
        self.indexes[slot].as_ref().map(|index| index.get(cell))
    }

    /// Returns a text's translation.
    pub(crate) fn translation(&self, id: i64, slot: usize, lang: &str) -> Option<&str> {
        self.translations
            .get(&(slot, id))?
            .get(lang)
            .map(AsRef::as_ref)
    }

    /// Sets or drops a text's translation and returns what was there.
    pub(crate) fn translate(
        &mut self,
        id: i64,
        slot: usize,
        lang: &str,
        text: Option<Box<str>>,
    ) -> Option<Box<str>> {
        let texts = self.translations.entry((slot, id)).or_default();
        match text {
            Some(text) => texts.insert(lang.into(), text),
            None => texts.remove(lang),
        }
    }
}
