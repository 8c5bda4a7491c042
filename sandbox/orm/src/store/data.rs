//! Every table of a database, and the log that undoes a transaction.

use std::sync::Arc;

use super::cell::Cell;
use super::relation::Relation;
use super::table::Table;

/// One step back.
#[derive(Clone, Debug)]
enum Undo {
    Insert {
        table: usize,
        id: i64,
    },
    Remove {
        table: usize,
        id: i64,
    },
    Set {
        table: usize,
        id: i64,
        slot: usize,
        old: Cell,
    },
    Translate {
        table: usize,
        id: i64,
        slot: usize,
        lang: Box<str>,
        old: Option<Box<str>>,
    },
    Link {
        relation: usize,
        left: i64,
        right: i64,
    },
    Unlink {
        relation: usize,
        left: i64,
        right: i64,
    },
}

/// The tables and relations of a database. A clone shares them until one side writes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Data {
    tables: Vec<Arc<Table>>,
    relations: Vec<Arc<Relation>>,
    log: Vec<Undo>,
}

/// A point within a transaction.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Savepoint(usize);

impl Data {
    pub(crate) fn add_table(&mut self, table: Table) {
        self.tables.push(Arc::new(table));
    }

    /// Counts the tables.
    pub(crate) fn tables(&self) -> usize {
        self.tables.len()
    }

    /// Makes sure there are at least `count` relations.
    pub(crate) fn grow_relations(&mut self, count: usize) {
        while self.relations.len() < count {
            self.relations.push(Arc::default());
        }
    }

    #[inline]
    pub(crate) fn table(&self, table: usize) -> &Table {
        &self.tables[table]
    }

    /// Opens a table for changes that are not undone: columns and sequences.
    pub(crate) fn table_mut(&mut self, table: usize) -> &mut Table {
        Arc::make_mut(&mut self.tables[table])
    }

    pub(crate) fn relation(&self, relation: usize) -> &Relation {
        &self.relations[relation]
    }

    pub(crate) fn insert(&mut self, table: usize, id: i64) -> bool {
        let done = self.table_mut(table).insert(id);
        if done {
            self.log.push(Undo::Insert { table, id });
        }
        done
    }

    pub(crate) fn remove(&mut self, table: usize, id: i64) -> bool {
        let done = self.table_mut(table).remove(id);
        if done {
            self.log.push(Undo::Remove { table, id });
        }
        done
    }

    pub(crate) fn set(&mut self, table: usize, id: i64, slot: usize, cell: Cell) {
        if let Some(old) = self.table_mut(table).set(id, slot, cell) {
            self.log.push(Undo::Set {
                table,
                id,
                slot,
                old,
            });
        }
    }

    pub(crate) fn translate(
        &mut self,
        table: usize,
        id: i64,
        slot: usize,
        lang: &str,
        text: Option<Box<str>>,
    ) {
        let old = self.table_mut(table).translate(id, slot, lang, text);
        self.log.push(Undo::Translate {
            table,
            id,
            slot,
            lang: lang.into(),
            old,
        });
    }

    pub(crate) fn link(&mut self, relation: usize, left: i64, right: i64) {
        if Arc::make_mut(&mut self.relations[relation]).link(left, right) {
            self.log.push(Undo::Link {
                relation,
                left,
                right,
            });
        }
    }

    pub(crate) fn unlink(&mut self, relation: usize, left: i64, right: i64) {
        if Arc::make_mut(&mut self.relations[relation]).unlink(left, right) {
            self.log.push(Undo::Unlink {
                relation,
                left,
                right,
            });
        }
    }

    /// Ends a transaction: what was done stays.
    pub(crate) fn commit(&mut self) {
        for undo in std::mem::take(&mut self.log) {
            if let Undo::Remove { table, .. } = undo {
                self.table_mut(table).compact();
            }
        }
    }

    /// Ends a transaction: everything since the last commit is undone, newest first.
    pub(crate) fn rollback(&mut self) {
        self.rollback_to(Savepoint(0));
    }

    /// Marks a point within a transaction.
    pub(crate) fn savepoint(&self) -> Savepoint {
        Savepoint(self.log.len())
    }

    /// Undoes everything since a point of this transaction, newest first.
    pub(crate) fn rollback_to(&mut self, savepoint: Savepoint) {
        while self.log.len() > savepoint.0
            && let Some(undo) = self.log.pop()
        {
            match undo {
                Undo::Insert { table, id } => drop(self.table_mut(table).remove(id)),
                Undo::Remove { table, id } => self.table_mut(table).restore(id),
                Undo::Set {
                    table,
                    id,
                    slot,
                    old,
                } => drop(self.table_mut(table).set(id, slot, old)),
                Undo::Translate {
                    table,
                    id,
                    slot,
                    lang,
                    old,
                } => {
                    drop(self.table_mut(table).translate(id, slot, &lang, old));
                }
                Undo::Link {
                    relation,
                    left,
                    right,
                } => {
                    Arc::make_mut(&mut self.relations[relation]).unlink(left, right);
                }
                Undo::Unlink {
                    relation,
                    left,
                    right,
                } => {
                    Arc::make_mut(&mut self.relations[relation]).link(left, right);
                }
            }
        }
    }
}
