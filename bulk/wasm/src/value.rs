//! Values of rows and records, as the program has them.

use odoo_bulk::value::Value;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

/// Values that are nested deeper are not looked at.
const DEEPEST: u32 = 200;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = Array)]
    type Items;
    #[wasm_bindgen(method, getter)]
    fn length(this: &Items) -> u32;
    #[wasm_bindgen(method, indexing_getter)]
    fn item(this: &Items, index: u32) -> JsValue;

    #[wasm_bindgen(js_namespace = Object)]
    fn entries(object: &JsValue) -> Items;

    /// The number that a text is; NaN for others.
    #[wasm_bindgen(js_name = Number)]
    pub(crate) fn number_of(text: &str) -> f64;

    /// The text that a number is.
    #[wasm_bindgen(js_name = String)]
    pub(crate) fn text_of(number: &JsValue) -> JsValue;
}

/// Plain data as a value; nothing, where it is nested too deep.
pub(crate) fn value_of(given: &JsValue) -> Option<Value> {
    value_at(given, 0)
}

/// The same, but of a text no more than whether it says anything: contents of files are long.
pub(crate) fn outline_of(given: &JsValue) -> Value {
    match given.is_string() {
        true => Value::Text(if given.is_truthy() { "…" } else { "" }.into()),
        // What is nested too deep is no value that is looked for.
        false => value_of(given).unwrap_or(Value::List(Vec::new())),
    }
}

/// The value of a member of an object, which may not be there.
pub(crate) fn member_of(given: &JsValue) -> Option<Value> {
    match given.is_undefined() {
        true => None,
        false => value_of(given),
    }
}

fn value_at(given: &JsValue, depth: u32) -> Option<Value> {
    if depth > DEEPEST {
        return None;
    }
    if let Some(number) = given.as_f64() {
        return Some(Value::Number(number));
    }
    if let Some(text) = given.as_string() {
        return Some(Value::Text(text));
    }
    if let Some(value) = given.as_bool() {
        return Some(Value::Bool(value));
    }
    if !given.is_object() {
        return Some(Value::Null);
    }
    if given.is_array() {
        let items: &Items = given.unchecked_ref();
        let mut list = Vec::new();
        for index in 0..items.length() {
            list.push(value_at(&items.item(index), depth + 1)?);
        }
        return Some(Value::List(list));
    }
    let entries = entries(given);
    let mut members = Vec::new();
    for index in 0..entries.length() {
        let member: Items = entries.item(index).unchecked_into();
        let name = member.item(0).as_string()?;
        members.push((name, value_at(&member.item(1), depth + 1)?));
    }
    Some(Value::Object(members))
}
