//! Fields, and the values that they hold.

use odoo_bulk::stored::{Field, date_of, linked, moment_of};
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
    fn number_of(text: &str) -> f64;
}

/// A field, as `fields_get` describes it.
#[wasm_bindgen(js_name = Field)]
pub struct JsField(Field);

#[wasm_bindgen(js_class = Field)]
impl JsField {
    /// A field of a model and of Odoo's type: `decimals` are its digits behind the point, `size`
    /// its characters (0 for any number), `isClean` whether Odoo drops scripts from it.
    #[wasm_bindgen(constructor)]
    pub fn new(
        model: String,
        name: String,
        #[wasm_bindgen(js_name = odooType)] odoo_type: String,
        decimals: Option<f64>,
        size: f64,
        #[wasm_bindgen(js_name = isClean)] is_clean: bool,
    ) -> Self {
        Self(Field {
            model,
            name,
            odoo_type,
            decimals,
            size: size as usize,
            is_clean,
        })
    }

    /// Whether the field holds `stored` after `value` was written where it holds `stored` now.
    /// `unit` is what amounts of the record's currency are rounded to, where that is known.
    pub fn holds(&self, value: &JsValue, stored: &JsValue, unit: Option<f64>) -> bool {
        match (value_of(value, 0), value_of(stored, 0)) {
            (Some(value), Some(stored)) => self.0.holds(&value, &stored, unit, number_of),
            _ => false,
        }
    }
}

/// Whether commands of a link field may be given again: the links are the same then.
#[wasm_bindgen(js_name = areRepeatable)]
pub fn are_repeatable(commands: &JsValue) -> bool {
    value_of(commands, 0).is_some_and(|commands| linked(&commands, &[]).is_some())
}

/// A text of a field of Odoo's type as the server gives it back, as far as that is known.
#[wasm_bindgen(js_name = keptText)]
pub fn kept_text(#[wasm_bindgen(js_name = odooType)] odoo_type: &str, text: String) -> String {
    let kept = match odoo_type {
        "date" => date_of(&text),
        "datetime" => moment_of(&text),
        _ => None,
    };
    kept.unwrap_or(text)
}

/// Plain data as a value; `None` where it is nested too deep.
fn value_of(given: &JsValue, depth: u32) -> Option<Value> {
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
            list.push(value_of(&items.item(index), depth + 1)?);
        }
        return Some(Value::List(list));
    }
    let entries = entries(given);
    let mut members = Vec::new();
    for index in 0..entries.length() {
        let member: Items = entries.item(index).unchecked_into();
        let name = member.item(0).as_string()?;
        members.push((name, value_of(&member.item(1), depth + 1)?));
    }
    Some(Value::Object(members))
}
