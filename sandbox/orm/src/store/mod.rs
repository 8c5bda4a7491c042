//! The records themselves: columns of cells, indexes, relations, and the undo log that makes a call
//! a transaction.
//!
//! The store knows ids, slots and cells; what they mean (fields, access, constraints) is its
//! callers' business.

mod cell;
mod column;
mod data;
mod index;
mod relation;
mod table;

pub(crate) use cell::{Cell, CellRef};
pub(crate) use column::Storage;
pub(crate) use data::Data;
pub(crate) use table::Table;
