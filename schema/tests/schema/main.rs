//! The schema against recordings of real servers and against the sandbox.

#![allow(clippy::unwrap_used)]

mod domains;
mod golden;
mod sandbox;

use std::path::PathBuf;

/// A file of the tests.
fn data(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data")
        .join(name)
}
