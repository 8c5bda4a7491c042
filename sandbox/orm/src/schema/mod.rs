//! What models there are: read from the module files, resolved for one Odoo series.

mod build;
mod field;
mod file;
mod merge;
mod model;
mod registry;
mod related;
mod triggers;
mod usual;

pub(crate) use field::{Field, FieldType, OnDelete, Source};
pub(crate) use file::{Batch, ModuleFile, Records, for_flavour, read};
pub(crate) use model::{ConstraintKind, Model, Operation, Trigger};
pub(crate) use registry::Registry;
