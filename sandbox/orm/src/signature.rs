//! The parameters of model methods: the one table behind positional calls, named calls and
//! `/doc-bearer`.

mod bind;
mod text;

use serde_json::{Map, Value};

pub(crate) use bind::{Arguments, bind};
pub(crate) use text::read_all;

/// How a parameter takes its argument, in Python's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// By position or by name.
    Positional,
    /// By name only (`KEYWORD_ONLY`).
    KeywordOnly,
    /// Every name that is left (`VAR_KEYWORD`).
    VarKeyword,
}

/// One parameter of a method; `self` is not among them.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// How it takes its argument.
    pub kind: Kind,
    /// What it is without an argument; `None`: an argument is required.
    pub default: Option<Value>,
    /// The type it is annotated with in Odoo, as `/doc-bearer` shows it.
    pub annotation: Option<String>,
}

/// A method's parameters and how it is called.
#[derive(Clone, Debug, PartialEq)]
pub struct Signature {
    /// The method's name.
    pub method: String,
    /// The Python class that defines it, as error messages name it (`BaseModel`).
    pub owner: String,
    /// In order.
    pub parameters: Vec<Parameter>,
    /// Called on the model rather than on records: takes no ids (`@api.model`).
    pub api_model: bool,
    /// Changes nothing (`@api.readonly`).
    pub readonly: bool,
    /// The return annotation.
    pub returns: Option<String>,
    /// The model that defines it, as `/doc-bearer` says: `core`, `base`, or the model's own name.
    pub model: String,
    /// The module that defines it, as `/doc-bearer` says.
    pub module: String,
    /// Whether `/doc-bearer` lists it.
    pub documented: bool,
    /// The result is remembered by the server, which changes how surplus arguments are refused.
    pub(crate) cached: bool,
    /// The models, or mixins, that have it; empty: all.
    pub(crate) on: Vec<String>,
}

impl Signature {
    /// Checks the arguments of a call by name, as JSON-2 does.
    ///
    /// # Errors
    /// The words of `inspect.Signature.bind`: `missing a required argument: 'domain'`,
    /// `got an unexpected keyword argument 'x'`.
    pub fn check_named(&self, kwargs: &Map<String, Value>) -> Result<(), String> {
        let required = |parameter: &&Parameter| {
            parameter.default.is_none() && parameter.kind != Kind::VarKeyword
        };
        if let Some(missing) = self
            .parameters
            .iter()
            .filter(required)
            .find(|parameter| !kwargs.contains_key(&parameter.name))
        {
            return Err(format!("missing a required argument: '{}'", missing.name));
        }
        match kwargs
            .keys()
            .find(|name| !self.takes_any_name() && self.parameter(name).is_none())
        {
            Some(name) => Err(format!("got an unexpected keyword argument '{name}'")),
            None => Ok(()),
        }
    }

    /// Finds a parameter by name.
    pub fn parameter(&self, name: &str) -> Option<&Parameter> {
        self.parameters
            .iter()
            .find(|parameter| parameter.name == name && parameter.kind != Kind::VarKeyword)
    }

    fn takes_any_name(&self) -> bool {
        self.parameters
            .iter()
            .any(|parameter| parameter.kind == Kind::VarKeyword)
    }
}
