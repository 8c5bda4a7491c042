//! A client for the services alone: any object with these methods is one.

use std::cell::RefCell;
use std::collections::VecDeque;

use odoo_client_wasm::error::{Class, Failure};
use odoo_client_wasm::services::Caller;
use serde_json::{Value, json};

/// A client that answers by a script.
pub(crate) struct Scripted {
    answers: RefCell<VecDeque<Result<Value, Failure<Value>>>>,
    /// What was called: `["create", model, values]`.
    pub(crate) calls: RefCell<Vec<Value>>,
}

impl Scripted {
    pub(crate) fn answering(answers: impl IntoIterator<Item = Value>) -> Self {
        let answers = answers.into_iter().map(Ok).collect();
        Self {
            answers: RefCell::new(answers),
            calls: RefCell::default(),
        }
    }

    pub(crate) fn failing(class: Class) -> Self {
        let answers = VecDeque::from([Err(Failure::new(class, "no"))]);
        Self {
            answers: RefCell::new(answers),
            calls: RefCell::default(),
        }
    }

    fn answer(&self, call: Value) -> Result<Value, Failure<Value>> {
        let answer = self.answers.borrow_mut().pop_front();
        let answer = answer.unwrap_or_else(|| panic!("nobody expected {call}"));
        self.calls.borrow_mut().push(call);
        answer
    }
}

impl Caller for Scripted {
    type Value = Value;

    async fn call(
        &self,
        model: Value,
        method: &'static str,
        args: Value,
        kwargs: Value,
    ) -> Result<Value, Failure<Value>> {
        self.answer(json!(["call", model, method, args, kwargs]))
    }

    async fn create(&self, model: &'static str, values: Value) -> Result<Value, Failure<Value>> {
        self.answer(json!(["create", model, values]))
    }

    async fn search_read(
        &self,
        model: &'static str,
        domain: Value,
        options: Value,
    ) -> Result<Value, Failure<Value>> {
        self.answer(json!(["searchRead", model, domain, options]))
    }
}
