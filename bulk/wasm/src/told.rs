//! Plain objects and lists of the program's, which are filled in here.
//!
//! Members are set by their names, all through the same few imports: an import for each member
//! would be a fifteenth of the module.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    /// An object.
    #[wasm_bindgen(js_name = Object)]
    pub type Told;
    #[wasm_bindgen(constructor, js_class = Object)]
    pub(crate) fn new() -> Told;
    #[wasm_bindgen(method, structural, indexing_setter)]
    pub(crate) fn number(this: &Told, name: &str, value: f64);
    #[wasm_bindgen(method, structural, indexing_setter)]
    pub(crate) fn flag(this: &Told, name: &str, value: bool);
    #[wasm_bindgen(method, structural, indexing_setter)]
    pub(crate) fn text(this: &Told, name: &str, value: &str);
    #[wasm_bindgen(method, structural, indexing_setter)]
    pub(crate) fn numbers(this: &Told, name: &str, value: Vec<u32>);
    #[wasm_bindgen(method, structural, indexing_setter)]
    pub(crate) fn list(this: &Told, name: &str, value: &Listed);

    /// A list.
    #[wasm_bindgen(js_name = Array)]
    pub type Listed;
    #[wasm_bindgen(constructor, js_class = Array)]
    pub(crate) fn new() -> Listed;
    #[wasm_bindgen(method)]
    pub(crate) fn push(this: &Listed, item: &JsValue);
}

impl Told {
    /// Sets a number that may be absent.
    pub(crate) fn number_if(&self, name: &str, value: Option<f64>) {
        if let Some(value) = value {
            self.number(name, value);
        }
    }
}
