//! JavaScript, as the tests write and read it.

use js_sys::{Array, Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen(inline_js = r#"
export function evaluate(source) { return new Function(`return (${source});`)(); }

export function chain(object) {
  const names = [];
  for (let prototype = Object.getPrototypeOf(object); prototype; prototype = Object.getPrototypeOf(prototype)) names.push(prototype.constructor.name);
  return names.join(' < ');
}

export function member(object, name) { return object[name]; }
export function assign(object, name, value) { object[name] = value; }
export function same(left, right) {
  return JSON.stringify(left) === JSON.stringify(right) && Object.getPrototypeOf(left) === Object.getPrototypeOf(right);
}
export function shown(value) {
  let json;
  try { json = JSON.stringify(value); } catch { json = 'no JSON'; }
  return `${String(value)} ${json} ${value?.stack ?? ''}`;
}

// A promise that never settles fails a test instead of ending the run.
export function soon(promise) {
  let timer;
  const late = new Promise((_, reject) => { timer = setTimeout(() => reject('it did not settle'), 5000); });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
"#)]
extern "C" {
    /// The value of a JavaScript expression.
    pub(crate) fn evaluate(source: &str) -> JsValue;
    /// The names of a value's classes, the nearest first.
    pub(crate) fn chain(object: &JsValue) -> String;
    pub(crate) fn member(object: &JsValue, name: &str) -> JsValue;
    pub(crate) fn assign(object: &JsValue, name: &str, value: &JsValue);
    /// Whether two values are alike down to the prototype.
    pub(crate) fn same(left: &JsValue, right: &JsValue) -> bool;
    /// Everything a program could print of a value.
    pub(crate) fn shown(value: &JsValue) -> String;
    fn soon(promise: &Promise) -> Promise;
}

/// What a promise comes to.
pub(crate) async fn settled(promise: Promise) -> Result<JsValue, JsValue> {
    let outcome = JsFuture::from(soon(&promise)).await;
    assert_ne!(outcome, Err("it did not settle".into()));
    outcome
}

/// What a promise is rejected with.
pub(crate) async fn rejected(promise: Promise) -> JsValue {
    match settled(promise).await {
        Ok(value) => panic!("it was fulfilled with {}", shown(&value)),
        Err(exception) => exception,
    }
}

/// What a promise is fulfilled with.
pub(crate) async fn fulfilled(promise: Promise) -> JsValue {
    match settled(promise).await {
        Ok(value) => value,
        Err(exception) => panic!("it was rejected with {}", shown(&exception)),
    }
}

/// The member of an object that is a text.
pub(crate) fn text(object: &JsValue, name: &str) -> String {
    member(object, name).as_string().unwrap_or_default()
}

/// A value as JSON.
pub(crate) fn json(value: &JsValue) -> String {
    js_sys::JSON::stringify(value)
        .expect("it is JSON")
        .as_string()
        .unwrap_or_default()
}

/// Calls the function that a JavaScript expression is.
pub(crate) fn apply(source: &str, arguments: &[&JsValue]) -> JsValue {
    let arguments: Array = arguments.iter().copied().collect();
    let function: Function = evaluate(source).unchecked_into();
    function
        .apply(&JsValue::UNDEFINED, &arguments)
        .unwrap_or_else(|exception| panic!("{source} threw {}", shown(&exception)))
}
