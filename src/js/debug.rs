//! What the debug build adds (`odoo-client-wasm/debug`): a panic says what happened before it ends
//! the module.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = console)]
    fn error(message: &str);
}

/// Has panics written to the console. Runs when the module is instantiated.
#[wasm_bindgen(start)]
pub fn report_panics() {
    std::panic::set_hook(Box::new(|panic| error(&panic.to_string())));
}
