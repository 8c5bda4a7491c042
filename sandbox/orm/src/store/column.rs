//! One field of every record of a model, stored together: compact, and quick to scan.

use serde_json::Value;

use super::cell::{Cell, CellRef};

/// How a field's values are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Storage {
    Bool,
    /// 32 bits, as in Odoo's tables: integers, ids and dates.
    Int,
    /// 64 bits: datetimes.
    Long,
    Float,
    Text,
    Json,
}

/// One field's cells by row. Rows past its end are null, so that a field nobody fills costs
/// nothing.
#[derive(Clone, Debug)]
pub(crate) enum Column {
    Bool(Vec<Option<bool>>),
    Int(Vec<i32>),
    Long(Vec<i64>),
    Float(Vec<f64>),
    Text(Vec<Option<Box<str>>>),
    Json(Vec<Option<Box<Value>>>),
}

const NO_INT: i32 = i32::MIN;
const NO_LONG: i64 = i64::MIN;
/// The bits of a number that is none, but not those of the one that people store.
const NO_FLOAT: u64 = 0x7ff8_0000_0dd0_0dd0;

fn put<T: Clone>(cells: &mut Vec<T>, row: usize, value: T, null: T) {
    if row >= cells.len() {
        cells.resize(row + 1, null);
    }
    cells[row] = value;
}

impl Column {
    pub(crate) fn new(storage: Storage) -> Self {
        match storage {
            Storage::Bool => Self::Bool(Vec::new()),
            Storage::Int => Self::Int(Vec::new()),
            Storage::Long => Self::Long(Vec::new()),
            Storage::Float => Self::Float(Vec::new()),
            Storage::Text => Self::Text(Vec::new()),
            Storage::Json => Self::Json(Vec::new()),
        }
    }

    #[inline]
    pub(crate) fn get(&self, row: usize) -> CellRef<'_> {
        match self {
            Self::Bool(cells) => cells
                .get(row)
                .copied()
                .flatten()
                .map_or(CellRef::Null, CellRef::Bool),
            Self::Int(cells) => match cells.get(row) {
                None | Some(&NO_INT) => CellRef::Null,
                Some(&value) => CellRef::Int(i64::from(value)),
            },
            Self::Long(cells) => match cells.get(row) {
                None | Some(&NO_LONG) => CellRef::Null,
                Some(&value) => CellRef::Int(value),
            },
            Self::Float(cells) => match cells.get(row) {
                Some(value) if value.to_bits() != NO_FLOAT => CellRef::Float(*value),
                _ => CellRef::Null,
            },
            Self::Text(cells) => match cells.get(row) {
                Some(Some(value)) => CellRef::Text(value),
                _ => CellRef::Null,
            },
            Self::Json(cells) => match cells.get(row) {
                Some(Some(value)) => CellRef::Json(value),
                _ => CellRef::Null,
            },
        }
    }

    /// Puts a cell; one of a foreign type becomes null (callers convert first).
    pub(crate) fn set(&mut self, row: usize, cell: Cell) {
        match (self, cell) {
            (Self::Bool(cells), Cell::Bool(value)) => put(cells, row, Some(value), None),
            (Self::Int(cells), Cell::Int(value)) => {
                put(cells, row, i32::try_from(value).unwrap_or(i32::MAX), NO_INT);
            }
            (Self::Long(cells), Cell::Int(value)) => put(cells, row, value, NO_LONG),
            (Self::Float(cells), Cell::Float(value)) => {
                put(cells, row, value, f64::from_bits(NO_FLOAT))
            }
            (Self::Text(cells), Cell::Text(value)) => put(cells, row, Some(value), None),
            (Self::Json(cells), Cell::Json(value)) => put(cells, row, Some(value), None),
            (column, _) => column.clear(row),
        }
    }

    fn clear(&mut self, row: usize) {
        match self {
            Self::Bool(cells) if row < cells.len() => cells[row] = None,
            Self::Int(cells) if row < cells.len() => cells[row] = NO_INT,
            Self::Long(cells) if row < cells.len() => cells[row] = NO_LONG,
            Self::Float(cells) if row < cells.len() => cells[row] = f64::from_bits(NO_FLOAT),
            Self::Text(cells) if row < cells.len() => cells[row] = None,
            Self::Json(cells) if row < cells.len() => cells[row] = None,
            _ => {}
        }
    }

    /// Makes room for a row before others.
    pub(crate) fn insert_row(&mut self, row: usize) {
        match self {
            Self::Bool(cells) if row < cells.len() => cells.insert(row, None),
            Self::Int(cells) if row < cells.len() => cells.insert(row, NO_INT),
            Self::Long(cells) if row < cells.len() => cells.insert(row, NO_LONG),
            Self::Float(cells) if row < cells.len() => cells.insert(row, f64::from_bits(NO_FLOAT)),
            Self::Text(cells) if row < cells.len() => cells.insert(row, None),
            Self::Json(cells) if row < cells.len() => cells.insert(row, None),
            _ => {}
        }
    }

    /// Keeps the rows that `live` marks.
    pub(crate) fn compact(&mut self, live: &[bool]) {
        fn keep<T>(cells: &mut Vec<T>, live: &[bool]) {
            let mut marks = live.iter();
            cells.retain(|_| marks.next().copied().unwrap_or(false));
        }
        match self {
            Self::Bool(cells) => keep(cells, live),
            Self::Int(cells) => keep(cells, live),
            Self::Long(cells) => keep(cells, live),
            Self::Float(cells) => keep(cells, live),
            Self::Text(cells) => keep(cells, live),
            Self::Json(cells) => keep(cells, live),
        }
    }
}
