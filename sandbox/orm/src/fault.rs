//! The exceptions a call ends with, as Odoo names and words them.

use serde_json::{Map, Value};

use crate::Flavour;
use crate::schema::{Field, Model};

/// What a fault is about, where the routes word the same fault differently.
///
/// [`Fault::message`] is always what `/jsonrpc` says; a route that says it in another way reads the
/// subject.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum Subject {
    /// Nothing the routes treat differently.
    #[default]
    Other,
    /// No such model in this database.
    UnknownModel,
    /// The model has no such public method.
    UnknownMethod,
    /// A record that others need was to be deleted, or one that is not there to be pointed to.
    ForeignKey,
    /// The method's name begins with an underscore, or the method is marked private.
    PrivateMethod,
    /// The arguments do not fit the method's signature; inside, the words of Python's
    /// `inspect.Signature.bind`, which JSON-2 repeats (`missing a required argument: 'domain'`).
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

    pub(crate) fn access(message: impl Into<String>) -> Self {
        Self::new("odoo.exceptions.AccessError", message)
    }

    pub(crate) fn user(message: impl Into<String>) -> Self {
        Self::new("odoo.exceptions.UserError", message)
    }

    pub(crate) fn validation(message: impl Into<String>) -> Self {
        Self::new("odoo.exceptions.ValidationError", message)
    }

    pub(crate) fn value(message: impl Into<String>) -> Self {
        Self::new("builtins.ValueError", message)
    }

    pub(crate) fn type_error(message: impl Into<String>) -> Self {
        Self::new("builtins.TypeError", message)
    }

    /// What Python says when a request asks for more nesting than it can follow.
    pub(crate) fn recursion() -> Self {
        Self::new(
            "builtins.RecursionError",
            "maximum recursion depth exceeded",
        )
    }

    pub(crate) fn unknown_model(model: &str) -> Self {
        Self::user(format!("Object {model} doesn't exist")).about(Subject::UnknownModel)
    }

    pub(crate) fn unknown_method(flavour: Flavour, model: &str, method: &str) -> Self {
        let message = match flavour {
            Flavour::V17 => format!("The method '{method}' does not exist on the model '{model}'"),
            _ => format!("The method '{model}.{method}' does not exist"),
        };
        Self::new("builtins.AttributeError", message).about(Subject::UnknownMethod)
    }

    pub(crate) fn private_method(flavour: Flavour, model: &str, method: &str) -> Self {
        let method = match flavour {
            Flavour::V17 => method.to_owned(),
            _ => format!("'{model}.{method}'"),
        };
        Self::access(format!(
            "Private methods (such as {method}) cannot be called remotely."
        ))
        .about(Subject::PrivateMethod)
    }

    /// What a method for one record says to several, or none.
    pub(crate) fn not_one(model: &str, ids: &[i64]) -> Self {
        Self::value(format!("Expected singleton: {}", records(model, ids)))
    }

    /// What touching deleted records ends with.
    pub(crate) fn missing(model: &str, ids: &[i64], uid: i64) -> Self {
        let record = records(model, ids);
        Self::new(
            "odoo.exceptions.MissingError",
            format!("Record does not exist or has been deleted.\n(Record: {record}, User: {uid})"),
        )
    }

    /// What naming a field that is not there ends with, in `create` and `write`.
    pub(crate) fn invalid_field(flavour: Flavour, model: &str, field: &str) -> Self {
        Self::value(match flavour {
            series if series >= Flavour::V19 => format!("Invalid field '{field}' in '{model}'"),
            _ => format!("Invalid field '{field}' on model '{model}'"),
        })
    }

    /// What naming a field that is not there ends with, in `read` and the like.
    pub(crate) fn unknown_field(flavour: Flavour, model: &str, field: &str) -> Self {
        Self::value(match flavour {
            series if series < Flavour::V19 => {
                format!("Invalid field '{field}' on model '{model}'")
            }
            _ => format!("Invalid field '{field}' on '{model}'"),
        })
    }

    /// What an empty required column ends with.
    pub(crate) fn not_null(flavour: Flavour, model: &Model, field: &Field) -> Self {
        let (described, name) = (&model.description, &model.name);
        let (string, column) = (&field.string, &field.name);
        Self::validation(match flavour {
            series if series >= Flavour::V19 => format!(
                "The operation cannot be completed: Missing required value for the field '{string}' ({column}).\n\
                 Model: '{described}' ({name})\n\
                 - create/update: a mandatory field is not set\n\
                 - delete: another model requires the record being deleted, you can archive it instead\n"
            ),
            _ => format!(
                "The operation cannot be completed:\n\
                 - Create/update: a mandatory field is not set.\n\
                 - Delete: another model requires the record being deleted. If possible, archive it instead.\n\n\
                 Model: {described} ({name})\nField: {string} ({column})\n"
            ),
        })
    }

    /// What pointing to nothing, or deleting what is pointed to, ends with.
    pub(crate) fn foreign_key(flavour: Flavour, model: &Model, field: &Field) -> Self {
        let (described, name) = (&model.description, &model.name);
        let (string, column) = (&field.string, &field.name);
        Self::validation(match flavour {
            series if series >= Flavour::V19 => format!(
                "The operation cannot be completed: Another model is using the record you are trying to delete.\n\n\
                 The troublemaker is: '{described}' ({name})\n\
                 Thanks to the following constraint: '{string}' ({column})\n\
                 How about archiving the record instead?"
            ),
            _ => format!(
                "The operation cannot be completed: another model requires the record being deleted. \
                 If possible, archive it instead.\n\n\
                 Model: {described} ({name})\nConstraint: {}_{column}_fkey\n",
                model.table()
            ),
        })
        .about(Subject::ForeignKey)
    }

    /// What an empty place in the table behind a many2many ends with.
    pub(crate) fn not_null_link(flavour: Flavour, column: &str) -> Self {
        Self::validation(match flavour {
            Flavour::V17 | Flavour::V18 => {
                "The operation cannot be completed:\n\
                 - Create/update: a mandatory field is not set.\n\
                 - Delete: another model requires the record being deleted. If possible, archive it instead.\n\n\
                 Model: Unknown (unknown)\nField: Unknown (unknown)\n"
                    .to_owned()
            }
            _ => format!(
                "The operation cannot be completed: Missing required value for the field '{column}'.\n\
                 Model: Unknown\n\
                 - create/update: a mandatory field is not set\n\
                 - delete: another model requires the record being deleted, you can archive it instead\n"
            ),
        })
    }

    /// What pointing to nothing from the table behind a many2many ends with.
    pub(crate) fn foreign_key_link(flavour: Flavour, table: &str, column: &str) -> Self {
        let constraint = format!("{table}_{column}_fkey");
        Self::validation(match flavour {
            Flavour::V17 | Flavour::V18 => format!(
                "The operation cannot be completed: another model requires the record being deleted. \
                 If possible, archive it instead.\n\nModel: Unknown (unknown)\nConstraint: {constraint}\n"
            ),
            _ => format!(
                "The operation cannot be completed: Another model is using the record you are trying to delete.\n\n\
                 The troublemaker is: Unknown\n\
                 Thanks to the following constraint: {constraint}\n\
                 How about archiving the record instead?"
            ),
        })
    }

    /// What breaking a unique or check constraint ends with.
    pub(crate) fn constraint(message: &str) -> Self {
        Self::validation(format!("The operation cannot be completed: {message}"))
    }
}

/// Writes records as Python prints a recordset: `res.partner(1,)`.
fn records(model: &str, ids: &[i64]) -> String {
    match ids {
        [id] => format!("{model}({id},)"),
        ids => format!(
            "{model}({})",
            ids.iter()
                .map(i64::to_string)
                .collect::<Vec<_>>()
                .join(", ")
        ),
    }
}
