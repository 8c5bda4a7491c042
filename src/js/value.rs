//! JSON values by handle: the objects stay where they are, in JavaScript.

use std::cell::RefCell;

use js_sys::{Array, JSON, JsString, Object, Reflect};
use wasm_bindgen::prelude::*;

use super::numbers;
use crate::protocol::wire::Carried;
use crate::value::{Answers, Given, Kind, Part, Shown, Texts, Value};

#[wasm_bindgen(module = "/target/host.js")]
extern "C" {
    #[wasm_bindgen(js_name = kindOf)]
    fn kind_of(value: &JsValue) -> u8;
    #[wasm_bindgen(js_name = memberOf)]
    fn member_of(value: &JsValue, key: &JsValue) -> JsValue;
    #[wasm_bindgen(js_name = itemsOf)]
    fn items_of(list: &JsValue) -> Option<Array>;
    #[wasm_bindgen(js_name = lengthOf)]
    fn length_of(list: &JsValue) -> u32;
    #[wasm_bindgen(js_name = firstOtherThan)]
    fn first_other_than(list: &JsValue, kind: u8) -> i32;
    #[wasm_bindgen(catch)]
    fn assign(target: &JsValue, members: &JsValue) -> Result<(), JsValue>;
    #[wasm_bindgen(catch, js_name = readOptions)]
    fn read_options(options: &JsValue, known: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_name = firstNonInteger)]
    fn first_non_integer(list: &JsValue) -> i32;
    #[wasm_bindgen(js_name = isName)]
    fn is_name(value: &JsValue) -> bool;
    #[wasm_bindgen(js_name = keysOf)]
    fn keys_of(value: &JsValue) -> Vec<String>;
    fn hide(object: &JsValue, key: &JsValue, value: &JsValue);
    fn endpoint(start: &JsString, model: &JsValue, method: &JsValue) -> JsString;
    #[wasm_bindgen(catch)]
    fn page(root: &JsString, path: &JsValue, kwargs: &JsValue) -> Result<JsString, JsValue>;
    #[wasm_bindgen(catch, js_name = parseJson)]
    fn parse_json(text: &JsString) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = callParams)]
    fn call_params(
        model: &JsValue,
        method: &JsValue,
        args: &JsValue,
        kwargs: &JsValue,
    ) -> Result<JsString, JsValue>;
    #[wasm_bindgen(catch)]
    fn listed(a: &JsValue, b: &JsValue, c: &JsValue, d: &JsValue) -> Result<JsString, JsValue>;
    fn joined(
        a: &JsValue,
        b: &JsValue,
        c: &JsValue,
        d: &JsValue,
        e: &JsValue,
        f: &JsValue,
    ) -> JsString;
    #[wasm_bindgen(js_name = objectFields)]
    fn object_fields(records: &JsValue, nested: bool) -> Vec<String>;
    #[wasm_bindgen(js_name = hasObjectFields)]
    fn has_object_fields(records: &JsValue, nested: bool) -> bool;
    #[wasm_bindgen(js_name = plainResult)]
    fn plain_result(answer: &JsValue, id: f64) -> JsValue;
}

#[wasm_bindgen(module = "/target/host.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    fn plain(name: &str, value: &JsValue) -> Result<JsValue, JsValue>;
    fn without(value: &JsValue, secret: &str) -> JsValue;
    #[wasm_bindgen(js_name = linkFault)]
    fn link_fault(name: &str, values: &JsValue, takes_objects: bool) -> Option<String>;
    #[wasm_bindgen(js_name = isDottedName)]
    fn is_dotted_name(value: &JsValue) -> bool;
    #[wasm_bindgen(js_name = isPlainCall)]
    fn is_plain_call(model: &JsValue, method: &JsValue, args: &JsValue, kwargs: &JsValue) -> bool;
    #[wasm_bindgen(js_name = plainSearch)]
    fn plain_search(domain: &JsValue, options: &JsValue, with_fields: bool) -> JsValue;
}

thread_local! {
    static WORDS: RefCell<[Option<(&'static str, JsValue)>; WORD_PLACES]> = const { RefCell::new([const { None }; WORD_PLACES]) };
}

const WORD_PLACES: usize = 128;

/// `word` as a JavaScript string, made once: decoding the name of each member anew was a third of a
/// call's cost.
fn word(word: &'static str) -> JsValue {
    let place = (word.as_ptr() as usize ^ word.len()) % WORD_PLACES;
    WORDS.with_borrow_mut(|words| match &words[place] {
        Some((known, value)) if std::ptr::eq(*known, word) => value.clone(),
        _ => {
            let value = JsValue::from_str(word);
            words[place] = Some((word, value.clone()));
            value
        }
    })
}

fn number_of(kind: Kind) -> numbers::Kind {
    match kind {
        Kind::Undefined => numbers::Kind::Undefined,
        Kind::Null => numbers::Kind::Null,
        Kind::Boolean => numbers::Kind::Boolean,
        Kind::Number => numbers::Kind::Number,
        Kind::String => numbers::Kind::String,
        Kind::Array => numbers::Kind::Array,
        Kind::Object => numbers::Kind::Object,
        Kind::Other => numbers::Kind::Other,
    }
}

impl Value for JsValue {
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

    fn word(text: &'static str) -> Self {
        word(text)
    }

    fn array(items: Vec<Self>) -> Self {
        match items.as_slice() {
            [one] => Array::of1(one).into(),
            [one, two] => Array::of2(one, two).into(),
            _ => items.into_iter().collect::<Array>().into(),
        }
    }

    #[inline(never)]
    fn one(item: Self) -> Self {
        Array::of1(&item).into()
    }

    #[inline(never)]
    fn two(first: Self, second: Self) -> Self {
        Array::of2(&first, &second).into()
    }

    fn object() -> Self {
        Object::new().into()
    }

    fn set(&mut self, key: &'static str, value: Self) {
        // Defining a member of a plain object cannot fail, and on other kinds there is nothing to
        // do.
        let _ = Reflect::set(self, &word(key), &value);
    }

    /// Compiled once: with the handle passed by value, each member costs a few bytes.
    #[inline(never)]
    fn with(mut self, key: &'static str, value: Self) -> Self {
        self.set(key, value);
        self
    }

    fn get(&self, key: &'static str) -> Option<Self> {
        let member = member_of(self, &word(key));
        (!member.is_undefined()).then_some(member)
    }

    fn get_named(&self, key: &str) -> Option<Self> {
        let member = member_of(self, &Self::from_str(key));
        (!member.is_undefined()).then_some(member)
    }

    fn keys(&self) -> Vec<String> {
        keys_of(self)
    }

    fn set_named(&mut self, key: &str, value: Self) {
        let _ = Reflect::set(self, &Self::from_str(key), &value);
    }

    fn assign(&mut self, members: &Self) -> Result<(), Self> {
        assign(self, members)
    }

    fn item(&self, index: usize) -> Option<Self> {
        let item = member_of(self, &Self::from_f64(index as f64));
        (!item.is_undefined()).then_some(item)
    }

    fn items(&self) -> Option<Vec<Self>> {
        items_of(self).map(|items| items.iter().collect())
    }

    fn length(&self) -> usize {
        length_of(self) as usize
    }

    fn first_other_than(&self, kind: Kind) -> Option<usize> {
        usize::try_from(first_other_than(self, number_of(kind) as u8)).ok()
    }

    fn first_non_integer(&self) -> Option<usize> {
        usize::try_from(first_non_integer(self)).ok()
    }

    fn kind(&self) -> Kind {
        match numbers::Kind::of(kind_of(self)) {
            Some(numbers::Kind::Undefined) => Kind::Undefined,
            Some(numbers::Kind::Null) => Kind::Null,
            Some(numbers::Kind::Boolean) => Kind::Boolean,
            Some(numbers::Kind::Number) => Kind::Number,
            Some(numbers::Kind::String) => Kind::String,
            Some(numbers::Kind::Array) => Kind::Array,
            Some(numbers::Kind::Object) => Kind::Object,
            Some(numbers::Kind::Other) | None => Kind::Other,
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

    fn is_word(&self, text: &'static str) -> bool {
        *self == word(text)
    }

    fn number_text(&self) -> String {
        // Rust's own formatting of floating-point numbers would be a fifth of the module.
        js_sys::Number::from(self.as_f64().unwrap_or(f64::NAN))
            .to_string_with_radix(10)
            .map(String::from)
            .unwrap_or_default()
    }
}

impl Texts for JsValue {
    type Text = JsString;

    fn to_json(&self) -> Result<JsString, Self> {
        JSON::stringify(self)
    }

    fn parse(text: &JsString) -> Result<Self, Self> {
        parse_json(text)
    }

    fn without(&self, secret: &str) -> Option<Self> {
        let rest = without(self, secret);
        (!rest.is_undefined()).then_some(rest)
    }

    fn listed([a, b, c, d]: [&Self; 4]) -> Result<JsString, Self> {
        listed(a, b, c, d)
    }

    fn join(parts: &[Part<'_, JsString>]) -> JsString {
        let value = |part: Option<&Part<'_, JsString>>| match part {
            None => word(""),
            Some(Part::Literal(text)) => word(text),
            Some(Part::Written(text)) => Self::from_str(text),
            Some(Part::Text(text)) => (*text).clone().into(),
            Some(Part::Number(number)) => Self::from_f64(*number as f64),
        };
        let mut whole = word("");
        for five in parts.chunks(5) {
            let [a, b, c, d, e] = [0, 1, 2, 3, 4].map(|index| value(five.get(index)));
            whole = joined(&whole, &a, &b, &c, &d, &e).into();
        }
        whole.unchecked_into()
    }
}

impl Carried for JsValue {
    fn call_params(
        model: &Self,
        method: &Self,
        args: &Self,
        kwargs: &Self,
    ) -> Result<JsString, Self> {
        call_params(model, method, args, kwargs)
    }

    fn endpoint(start: &JsString, model: &Self, method: &Self) -> JsString {
        endpoint(start, model, method)
    }

    fn page(root: &JsString, path: &Self, kwargs: &Self) -> Result<JsString, Self> {
        page(root, path, kwargs)
    }
}

impl Given for JsValue {
    fn plain(self, name: &str) -> Result<Self, Self> {
        // What is no object is what it is, or is refused by its kind.
        match self.is_object() || self.is_function() {
            true => plain(name, &self),
            false => Ok(self),
        }
    }

    fn options(self, known: &'static str) -> Result<Self, Self> {
        match self.kind() {
            Kind::Object => read_options(&self, &word(known)),
            _ => Ok(self),
        }
    }

    fn link_fault(&self, name: &str, takes_objects: bool) -> Option<String> {
        link_fault(name, self, takes_objects)
    }

    fn is_name(&self) -> bool {
        is_name(self)
    }

    fn is_dotted_name(&self) -> bool {
        is_dotted_name(self)
    }

    fn is_plain_call(model: &Self, method: &Self, args: &Self, kwargs: &Self) -> bool {
        is_plain_call(model, method, args, kwargs)
    }

    fn plain_search(domain: &Self, options: &Self, with_fields: bool) -> Option<Self> {
        let kwargs = plain_search(domain, options, with_fields);
        (!kwargs.is_undefined()).then_some(kwargs)
    }
}

impl Shown for JsValue {
    fn set_hidden(&mut self, key: &'static str, value: Self) {
        hide(self, &word(key), &value);
    }
}

impl Answers for JsValue {
    fn object_fields(&self, nested: bool) -> Vec<String> {
        // Nearly always there are none, and a list comes over in many steps.
        match has_object_fields(self, nested) {
            true => object_fields(self, nested),
            false => Vec::new(),
        }
    }

    fn plain_result(&self, id: u64) -> Option<Self> {
        let result = plain_result(self, id as f64);
        (!result.is_undefined()).then_some(result)
    }
}
