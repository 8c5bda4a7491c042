//! Values of JavaScript's without the short ways of the port: each question is answered by what the
//! traits and the core do by themselves.

use js_sys::{JsString, encode_uri_component};
use odoo_client_wasm::binary;
use odoo_client_wasm::protocol::wire::Carried;
use odoo_client_wasm::value::{Answers, Given, Kind, Part, Shown, Texts, Value};
use wasm_bindgen::prelude::*;

use super::javascript::member;

#[wasm_bindgen(module = "/tests/generated.js")]
extern "C" {
    fn closely(value: &JsValue) -> JsValue;
    fn renamed(exception: &JsValue, name: &str) -> JsValue;
}

/// A value that goes every long way.
#[derive(Clone, Debug)]
pub(crate) struct Long(pub(crate) JsValue);

fn all(values: Option<Vec<JsValue>>) -> Option<Vec<Long>> {
    values.map(|values| values.into_iter().map(Long).collect())
}

impl Value for Long {
    fn undefined() -> Self {
        Self(JsValue::UNDEFINED)
    }

    fn null() -> Self {
        Self(JsValue::NULL)
    }

    fn boolean(value: bool) -> Self {
        Self(value.into())
    }

    fn number(value: f64) -> Self {
        Self(value.into())
    }

    fn string(value: &str) -> Self {
        Self(value.into())
    }

    fn array(items: Vec<Self>) -> Self {
        let list = js_sys::Array::new();
        for Self(item) in &items {
            list.push(item);
        }
        Self(list.into())
    }

    fn object() -> Self {
        Self(JsValue::object())
    }

    fn set(&mut self, key: &'static str, Self(value): Self) {
        self.0.set(key, value);
    }

    fn get(&self, key: &'static str) -> Option<Self> {
        self.0.get(key).map(Self)
    }

    fn get_named(&self, key: &str) -> Option<Self> {
        self.0.get_named(key).map(Self)
    }

    fn keys(&self) -> Vec<String> {
        Value::keys(&self.0)
    }

    fn set_named(&mut self, key: &str, Self(value): Self) {
        self.0.set_named(key, value);
    }

    fn assign(&mut self, Self(members): &Self) -> Result<(), Self> {
        self.0.assign(members).map_err(Self)
    }

    fn item(&self, index: usize) -> Option<Self> {
        self.0.item(index).map(Self)
    }

    fn items(&self) -> Option<Vec<Self>> {
        all(self.0.items())
    }

    fn length(&self) -> usize {
        Value::length(&self.0)
    }

    fn kind(&self) -> Kind {
        self.0.kind()
    }

    fn as_bool(&self) -> Option<bool> {
        self.0.as_bool()
    }

    fn as_f64(&self) -> Option<f64> {
        self.0.as_f64()
    }

    fn as_string(&self) -> Option<String> {
        self.0.as_string()
    }

    fn is_word(&self, word: &'static str) -> bool {
        // Half of a pair is no text of Rust's.
        self.0 == JsValue::from_str(word)
    }

    fn number_text(&self) -> String {
        self.0.number_text()
    }
}

impl Texts for Long {
    type Text = JsString;

    fn to_json(&self) -> Result<JsString, Self> {
        self.0.to_json().map_err(Self)
    }

    fn parse(text: &JsString) -> Result<Self, Self> {
        JsValue::parse(text).map(Self).map_err(Self)
    }

    fn without(&self, secret: &str) -> Option<Self> {
        self.0.without(secret).map(Self)
    }

    fn join(parts: &[Part<'_, JsString>]) -> JsString {
        let whole = JsString::from("");
        parts.iter().fold(whole, |whole, part| match part {
            Part::Literal(text) => whole.concat(&JsString::from(*text)),
            Part::Written(text) => whole.concat(&JsString::from(*text)),
            Part::Text(text) => whole.concat(text),
            Part::Number(number) => whole.concat(&JsString::from(number.to_string())),
        })
    }
}

impl Carried for Long {
    fn call_params(
        model: &Self,
        method: &Self,
        args: &Self,
        kwargs: &Self,
    ) -> Result<JsString, Self> {
        let params = Self::object()
            .with("model", model.clone())
            .with("method", method.clone())
            .with("args", args.clone())
            .with("kwargs", kwargs.clone());
        params.to_json()
    }

    fn endpoint(start: &JsString, Self(model): &Self, Self(method): &Self) -> JsString {
        let part = |name: &JsValue| match name.as_string() {
            // Half of a pair becomes the sign for it on the way.
            Some(name) => encode_uri_component(&name),
            None => JsString::from(""),
        };
        start
            .concat(&part(model))
            .concat(&JsString::from("/"))
            .concat(&part(method))
    }

    fn page(root: &JsString, Self(path): &Self, Self(kwargs): &Self) -> Result<JsString, Self> {
        JsValue::page(root, path, kwargs).map_err(Self)
    }
}

impl Given for Long {
    fn plain(self, name: &str) -> Result<Self, Self> {
        if !(self.0.is_object() || self.0.is_function()) {
            return Ok(self);
        }
        match closely(&self.0).plain(name) {
            Ok(whole) => Ok(Self(member(&whole, "value"))),
            Err(exception) => Err(Self(renamed(&exception, name))),
        }
    }

    fn options(self, known: &'static str) -> Result<Self, Self> {
        self.0.options(known).map(Self).map_err(Self)
    }

    fn link_fault(&self, name: &str, takes_objects: bool) -> Option<String> {
        self.0.link_fault(name, takes_objects)
    }

    fn is_name(&self) -> bool {
        self.as_string().is_some_and(|text| !text.trim().is_empty())
    }

    fn is_dotted_name(&self) -> bool {
        let is_part = |part: &str| {
            let is_of_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
            !part.is_empty() && part.bytes().all(is_of_name)
        };
        self.as_string()
            .is_some_and(|text| text.split('.').all(is_part))
    }
}

impl Answers for Long {
    fn object_fields(&self, nested: bool) -> Vec<String> {
        binary::object_fields(self, nested)
    }
}

impl Shown for Long {}
