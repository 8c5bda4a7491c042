//! Writes the types of a schema's file:
//! `cargo run -p odoo-schema --example declare schema.json > odoo.d.ts`.

use odoo_schema::{Manner, Schema, declare};

fn main() -> Result<(), String> {
    let path = std::env::args()
        .nth(1)
        .ok_or("usage: declare <schema.json>")?;
    let text = std::fs::read_to_string(&path).map_err(|error| format!("{path}: {error}"))?;
    let schema = Schema::read(&text).map_err(|fault| fault.to_string())?;
    print!("{}", declare(&schema, Manner::default()));
    Ok(())
}
