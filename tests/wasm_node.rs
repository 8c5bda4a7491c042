//! The boundary's tests in Node: `wasm-pack test --node`.
#![cfg(target_arch = "wasm32")]

#[path = "wasm/boundary.rs"]
mod boundary;
#[path = "wasm/odoo.rs"]
mod odoo;
