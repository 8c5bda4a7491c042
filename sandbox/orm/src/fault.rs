//! The exceptions a call ends with, as Odoo names and words them.

use serde_json::{Map, Value};

/// What a fault is about, where the routes word the same fault differently.
///
/// [`Fault::message`] is always what `/jsonrpc` says; a route that says it in another way reads the subject.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum Subject {
    /// Nothing the routes treat differently.
    #[default]
    Other,
    /// No such model in this database.
    UnknownModel,
    /// The model has no such public method.
    UnknownMethod,
    /// The method's name begins with an underscore, or the method is marked private.
    PrivateMethod,
    /// The arguments do not fit the method's signature; inside, the words of Python's `inspect.Signature.bind`, which JSON-2
    /// repeats (`missing a required argument: 'domain'`).
    Arguments(String),
}

/// A Python exception on its way to the caller.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// The exception's qualified class, such as `odoo.exceptions.AccessError`.
    pub name: String,
    /// `str(exception)`.
    pub message: String,
    /// `exception.args`.
    pub arguments: Vec<Value>,
    /// `exception.context`, mostly empty (boxed to keep results small).
    pub context: Box<Map<String, Value>>,
    /// What the fault is about.
    pub subject: Subject,
}

impl Fault {
    /// Makes a fault whose only argument is its message, as most exceptions are raised.
    pub fn new(name: &str, message: impl Into<String>) -> Self {
        let message = message.into();
        Self {
            name: name.to_owned(),
            arguments: vec![Value::from(message.clone())],
            message,
            context: Box::default(),
            subject: Subject::Other,
        }
    }

    /// Makes an `AccessDenied`, the answer to wrong credentials.
    pub fn access_denied() -> Self {
        Self::new("odoo.exceptions.AccessDenied", "Access Denied")
    }

    /// Says what the fault is about.
    pub fn about(mut self, subject: Subject) -> Self {
        self.subject = subject;
        self
    }
}
