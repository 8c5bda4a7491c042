//! What is done to records: reading, creating, writing, deleting, copying.

pub(crate) mod amount;
pub(crate) mod commands;
pub(crate) mod constraints;
mod contacts;
pub(crate) mod convert;
pub(crate) mod copy;
pub(crate) mod create;
pub(crate) mod defaults;
pub(crate) mod derived;
mod hooks;
mod leads;
mod orders;
pub(crate) mod properties;
pub(crate) mod read;
mod tasks;
mod thread;
pub(crate) mod unlink;
pub(crate) mod write;

use serde_json::{Map, Value};

/// Field values by name, as `create` and `write` take them.
pub(crate) type Vals = Map<String, Value>;
