//! The safety guard's JavaScript side: the live sets of methods, the process-wide default, and the
//! question itself.

use std::cell::RefCell;

use js_sys::Set;
use wasm_bindgen::prelude::*;

use super::promise::called;
use crate::arguments::wrong;
use crate::error::Error;
use crate::operation::{DELETE_METHODS, READ_METHODS, SafetyLevel};
use crate::safety::Guard;
use crate::value::Value;

#[wasm_bindgen(module = "/target/host.js")]
extern "C" {
    #[wasm_bindgen(js_name = isIn)]
    fn is_in(set: &Set, value: &JsValue) -> bool;
}

thread_local! {
    static READS: Set = set_of(READ_METHODS);
    static DELETES: Set = set_of(DELETE_METHODS);
    static DEFAULT: RefCell<Option<JsValue>> = const { RefCell::new(None) };
}

fn set_of(methods: &[&str]) -> Set {
    let list = serde_wasm_bindgen::to_value(methods).unwrap_or(JsValue::UNDEFINED);
    Set::new(&list)
}

/// The set that `READ_METHODS` is.
#[wasm_bindgen(js_name = readMethods)]
pub fn read_methods() -> Set {
    READS.with(Set::clone)
}

/// The set that `DELETE_METHODS` is.
#[wasm_bindgen(js_name = deleteMethods)]
pub fn delete_methods() -> Set {
    DELETES.with(Set::clone)
}

/// The level of a method, by the sets as they are now.
#[wasm_bindgen(js_name = inferSafetyLevel)]
pub fn infer_safety_level(method: &JsValue) -> String {
    level_of(method).as_str().into()
}

fn level_of(method: &JsValue) -> SafetyLevel {
    if READS.with(|set| is_in(set, method)) {
        SafetyLevel::Read
    } else if DELETES.with(|set| is_in(set, method)) {
        SafetyLevel::Delete
    } else {
        SafetyLevel::Write
    }
}

/// Sets the context of all clients that have none of their own.
///
/// # Errors
/// `TypeError` for anything but an object with `confirm`, or null.
#[wasm_bindgen(js_name = setDefaultSafetyContext)]
pub fn set_default_safety_context(context: JsValue) -> Result<(), JsValue> {
    check_context(&context)?;
    DEFAULT.replace(context.is_object().then_some(context));
    Ok(())
}

/// The context of all clients that have none of their own; null at first.
#[wasm_bindgen(js_name = getDefaultSafetyContext)]
pub fn default_safety_context() -> JsValue {
    DEFAULT.with_borrow(|default| default.clone().unwrap_or(JsValue::NULL))
}

/// `context`, or the default where it is undefined.
#[wasm_bindgen(js_name = resolveSafetyContext)]
pub fn resolve_safety_context(context: JsValue) -> JsValue {
    if context.is_undefined() {
        default_safety_context()
    } else {
        context
    }
}

/// Checks that `context` can be asked.
pub(super) fn check_context(context: &JsValue) -> Result<(), Error<JsValue>> {
    let can_be_asked = context
        .get("confirm")
        .is_some_and(|confirm| confirm.is_function());
    if context.is_null() || context.is_undefined() || can_be_asked {
        Ok(())
    } else {
        Err(wrong(
            "safety context",
            "an object with a confirm(operation) method, or null",
            context,
        ))
    }
}

/// A client's own context.
pub(super) struct SafetyContext(RefCell<Setting>);

enum Setting {
    /// Whatever the process-wide default is.
    Default,
    /// Its own; `None` is off.
    Own(Option<JsValue>),
}

impl SafetyContext {
    /// Undefined is the default, null is off.
    pub(super) fn new(context: JsValue) -> Self {
        let own = Self(RefCell::new(Setting::Default));
        own.replace(context);
        own
    }

    pub(super) fn replace(&self, context: JsValue) {
        self.0.replace(match context.is_undefined() {
            true => Setting::Default,
            false => Setting::Own(context.is_object().then_some(context)),
        });
    }

    fn resolved(&self) -> Option<JsValue> {
        match &*self.0.borrow() {
            Setting::Default => DEFAULT.with_borrow(Clone::clone),
            Setting::Own(context) => context.clone(),
        }
    }
}

impl Guard for SafetyContext {
    type Value = JsValue;

    fn level_of(&self, method: &JsValue) -> SafetyLevel {
        level_of(method)
    }

    fn is_on(&self) -> bool {
        match &*self.0.borrow() {
            Setting::Default => DEFAULT.with_borrow(Option::is_some),
            Setting::Own(context) => context.is_some(),
        }
    }

    async fn confirm(&self, operation: &JsValue) -> Result<bool, JsValue> {
        // It may have been switched off since the call was made.
        let Some(context) = self.resolved() else {
            return Ok(true);
        };
        let confirm = context.get("confirm").unwrap_or(JsValue::UNDEFINED);
        let arguments = JsValue::one(operation.clone());
        let answer = called(&confirm, &context, &arguments).await?;
        Ok(answer.is_truthy())
    }
}
