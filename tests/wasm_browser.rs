//! The boundary's tests in a browser: `wasm-pack test --headless --chrome`.
#![cfg(target_arch = "wasm32")]

#[path = "wasm/boundary.rs"]
mod boundary;
#[path = "wasm/odoo.rs"]
mod odoo;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
