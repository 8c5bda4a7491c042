//! JSON values by handle: the objects stay where they are, in JavaScript.

use js_sys::{Array, JSON, JsString, Object, Reflect};
use wasm_bindgen::prelude::*;

use crate::value::{Kind, Part, Value};

#[wasm_bindgen(module = "/src/js/host.js")]
extern "C" {
    #[wasm_bindgen(js_name = kindOf)]
    fn kind_of(value: &JsValue) -> u8;
    #[wasm_bindgen(js_name = memberOf)]
    fn member_of(value: &JsValue, key: &str) -> JsValue;
    #[wasm_bindgen(js_name = firstNonInteger)]
    fn first_non_integer(list: &JsValue) -> i32;
}

impl Value for JsValue {
    type Text = JsString;

    fn undefined() -> Self {
        Self::UNDEFINED
    }

    fn null() -> Self {
        Self::NULL
    }

    fn boolean(value: bool) -> Self {
        Self::from_bool(value)
    }

    fn number(value: f64) -> Self {
        Self::from_f64(value)
    }

    fn string(value: &str) -> Self {
        Self::from_str(value)
    }

    fn array(items: Vec<Self>) -> Self {
        items.into_iter().collect::<Array>().into()
    }

    fn object() -> Self {
        Object::new().into()
    }

    fn set(&mut self, key: &str, value: Self) {
        // Defining a member of a plain object cannot fail, and on other kinds there is nothing to do.
        let _ = Reflect::set(self, &Self::from_str(key), &value);
    }

    fn get(&self, key: &str) -> Option<Self> {
        let member = member_of(self, key);
        (!member.is_undefined()).then_some(member)
    }

    fn keys(&self) -> Vec<String> {
        let names = self
            .dyn_ref::<Object>()
            .map(Object::keys)
            .unwrap_or_default();
        names.iter().filter_map(|name| name.as_string()).collect()
    }

    fn items(&self) -> Option<Vec<Self>> {
        Array::is_array(self).then(|| self.unchecked_ref::<Array>().iter().collect())
    }

    fn first_non_integer(&self) -> Option<usize> {
        usize::try_from(first_non_integer(self)).ok()
    }

    fn kind(&self) -> Kind {
        match kind_of(self) {
            0 => Kind::Undefined,
            1 => Kind::Null,
            2 => Kind::Boolean,
            3 => Kind::Number,
            4 => Kind::String,
            5 => Kind::Array,
            6 => Kind::Object,
            _ => Kind::Other,
        }
    }

    fn as_bool(&self) -> Option<bool> {
        self.as_bool()
    }

    fn as_f64(&self) -> Option<f64> {
        self.as_f64()
    }

    fn as_string(&self) -> Option<String> {
        self.as_string()
    }

    fn number_text(&self) -> String {
        // Rust's own formatting of floating-point numbers would be a fifth of the module.
        js_sys::Number::from(self.as_f64().unwrap_or(f64::NAN))
            .to_string_with_radix(10)
            .map(String::from)
            .unwrap_or_default()
    }

    fn to_json(&self) -> Result<JsString, Self> {
        JSON::stringify(self)
    }

    fn join(parts: &[Part<'_, JsString>]) -> JsString {
        let mut whole: Option<JsString> = None;
        for part in parts {
            let text = match part {
                Part::Literal(text) => JsString::from(*text),
                Part::Text(text) => (*text).clone(),
            };
            whole = Some(match whole {
                Some(before) => before.concat(&text),
                None => text,
            });
        }
        whole.unwrap_or_else(|| JsString::from(""))
    }
}
