//! JSON-2: a bearer API key, parameters by name, real HTTP statuses. Odoo 19 and later.
//!
//! The client's own surface is positional. What a method's parameters are called stands in
//! [`parameters`], or the server's own description of the model ([`descriptions`]) tells it.

mod descriptions;
mod login;
pub mod parameters;

use std::borrow::Cow;

use super::http::{Cookies, Request, Response};
use super::wire::{Carried, Encoded, Exchange, Kept, Opened, Wire};
use super::{Call, Protocol, Site, bare, unsendable};
use crate::error::{Class, Error, Failure};
use crate::text::words;
use crate::value::{Kind, as_integer};
use descriptions::ModelDescriptions;

pub use login::KeyLogin;

/// The header that names the database.
const DATABASE: &str = "X-Odoo-Database";

/// Where methods are called, followed by model and method.
pub const CALL: &str = "/json/2/";
/// Where models are described, followed by the model and `.json`.
pub const DOCUMENT: &str = "/doc-bearer/";
/// Where the server tells its version; only since Odoo 19.
pub const VERSION: &str = "/web/version";
/// Where the key's user asks for the own context.
pub const OWN_CONTEXT: &str = "/json/2/res.users/context_get";
/// Where the key's user reads the own record.
pub const OWN_RECORD: &str = "/json/2/res.users/read";

/// What a method's positional arguments are called.
#[derive(Clone, Debug)]
pub struct Parameters {
    /// Whether the first one is the records' ids.
    pub on_records: bool,
    /// The names of the rest, in order, with spaces between them.
    pub names: Cow<'static, str>,
    /// Whether it is only guessed that a bare number is an id.
    pub is_bare: bool,
}

impl Parameters {
    /// Whether the arguments are called the same.
    pub fn is_same_as(&self, other: &Self) -> bool {
        self.on_records == other.on_records && self.names == other.names
    }

    /// What the arguments are called, by position.
    fn positions(&self) -> impl Iterator<Item = &str> {
        let ids = self.on_records.then_some("ids");
        ids.into_iter().chain(words(&self.names))
    }
}

/// The body of a call: `{ids?, …named parameters}`.
///
/// # Errors
/// `Odoo` for more positional arguments than the method has names, and for one that is given twice.
pub fn body<V: Carried>(call: &Call<V>, parameters: &Parameters) -> Result<V, Error<V>> {
    let mut body = V::object();
    body.assign(&call.kwargs).map_err(unsendable)?;
    let mut names = parameters.positions();
    for at in 0..call.args.length() {
        let argument = call.args.item(at).unwrap_or_else(V::undefined);
        let Some(name) = names.next() else {
            return Err(unnamed(call, "it takes fewer"));
        };
        if call.kwargs.get_named(name).is_some() {
            return Err(unnamed(
                call,
                &["'", name, "' is given by name as well"].concat(),
            ));
        }
        // A single id, and a single record's values, are a list of one here.
        let is_single = match name {
            "ids" => as_integer(&argument).is_some(),
            "vals_list" => argument.kind() == Kind::Object,
            _ => false,
        };
        body.set_named(
            name,
            match is_single {
                true => V::array(vec![argument]),
                false => argument,
            },
        );
    }
    Ok(body)
}

/// The body `text` again, by the names `described`: it was made by the names `known`; where there
/// were none, it is the call as it is, `{model, method, args, kwargs}`.
///
/// # Errors
/// As [`body`].
pub fn named<V: Carried>(
    text: &V::Text,
    known: Option<&Parameters>,
    described: &Parameters,
) -> Result<V::Text, Failure<V>> {
    let value = V::parse(text).map_err(Failure::Thrown)?;
    let named = match known {
        Some(known) => renamed(&value, known, described),
        None => {
            let member = |name| value.get(name).unwrap_or_else(V::undefined);
            body(
                &Call::new(
                    member("model"),
                    member("method"),
                    member("args"),
                    member("kwargs"),
                ),
                described,
            )?
        }
    };
    Ok(named.to_json().map_err(unsendable)?)
}

/// A body with the names `known`, with the names `described` for the same positions.
fn renamed<V: Carried>(body: &V, known: &Parameters, described: &Parameters) -> V {
    let mut renamed = V::object();
    for name in body.keys() {
        let position = known.positions().position(|old| old == name);
        let new = position.and_then(|at| described.positions().nth(at));
        // The number was no id after all: it is sent as it was given.
        let is_bare = known.is_bare && !described.on_records && position == Some(0);
        let value = body.get_named(&name);
        if let Some(value) = value.and_then(|value| match is_bare {
            true => value.item(0),
            false => Some(value),
        }) {
            // What has no name there keeps its own, for the server to complain of.
            renamed.set_named(new.unwrap_or(&name), value);
        }
    }
    renamed
}

/// The error for positional arguments that have no name.
pub fn unnamed<V: Carried>(call: &Call<V>, why: &str) -> Error<V> {
    let place = call.place();
    let (model, method) = (
        place.model.unwrap_or_default(),
        place.method.unwrap_or_default(),
    );
    Error::new(
        Class::Odoo,
        [
            "JSON-2 takes arguments by name, and those of ",
            &model,
            ".",
            &method,
            "() cannot be named: ",
            why,
            ". Pass them by name: client.call('",
            &model,
            "', '",
            &method,
            "', [ids], { name: value }). Nothing was sent",
        ]
        .concat(),
    )
}

/// What a method without a known description is taken for: one on records, when there is nothing
/// but ids. (Odoo refuses ids for any other method, so that a wrong guess does nothing.)
pub fn guessed<V: Carried>(call: &Call<V>) -> Option<Parameters> {
    let arguments = call.args.items().unwrap_or_default();
    let are_ids = |value: &V| match value.kind() {
        Kind::Array => value.first_non_integer().is_none(),
        _ => as_integer(value).is_some(),
    };
    let (on_records, is_bare) = match arguments.as_slice() {
        [] => (false, false),
        [ids] if are_ids(ids) => (true, ids.kind() == Kind::Number),
        _ => return None,
    };
    Some(Parameters {
        on_records,
        names: Cow::Borrowed(""),
        is_bare,
    })
}

/// The parameters of `method` in the server's description of its model.
pub fn described<V: Carried>(document: &V, method: &V) -> Option<Parameters> {
    let method = document.get("methods")?.get_named(&method.as_string()?)?;
    let is_of_model = method
        .get("api")
        .and_then(|api| api.items())
        .is_some_and(|api| api.iter().any(|word| word.is_word("model")));
    let parameters = method.get("parameters")?;
    let mut names = parameters.keys();
    // `**kwargs` and what stands behind a `*` have no position.
    names.retain(|name| {
        let parameter = parameters.get_named(name);
        parameter.is_none_or(|parameter| parameter.get("kind").is_none())
    });
    Some(Parameters {
        on_records: !is_of_model,
        names: Cow::Owned(names.join(" ")),
        is_bare: false,
    })
}

/// Whether a failure is about the names of arguments: then the method was not run, and its
/// description may say why.
pub fn is_about_arguments<V: Carried>(error: &Error<V>) -> bool {
    let is_unprocessable = || {
        let name = error.data.as_ref().and_then(|data| data.get("name"));
        name.is_some_and(|name| name.is_word("werkzeug.exceptions.UnprocessableEntity"))
    };
    error.place.status == Some(422) && is_unprocessable()
}

/// What was learnt of the names of one call's arguments.
#[derive(Debug)]
pub struct Naming<V> {
    /// What the server itself says the arguments are called.
    names: Option<Parameters>,
    /// What it said of names that were not its own, or no longer.
    complaint: Option<Error<V>>,
    /// Whether the last request asked for the names, and whether any did.
    asks: bool,
    has_asked: bool,
}

impl<V> Default for Naming<V> {
    fn default() -> Self {
        Self {
            names: None,
            complaint: None,
            asks: false,
            has_asked: false,
        }
    }
}

impl<V> Naming<V> {
    /// Whether the arguments have these names already; `known` is what the call was encoded by.
    fn is_named_as(&self, known: Option<&Parameters>, parameters: &Parameters) -> bool {
        let names = self.names.as_ref().or(known);
        names.is_some_and(|names| names.is_same_as(parameters))
    }

    fn learn(
        &mut self,
        known: Option<&Parameters>,
        learnt: Result<Parameters, Error<V>>,
    ) -> Opened<V> {
        match (learnt, self.complaint.take()) {
            (Err(error), None) => Opened::Failure(error.into()),
            // The server's own complaint says more.
            (Err(_), Some(complaint)) => Opened::Failure(complaint.into()),
            (Ok(learnt), Some(complaint)) if self.is_named_as(known, &learnt) => {
                Opened::Failure(complaint.into())
            }
            (Ok(learnt), _) => {
                self.names = Some(learnt);
                Opened::Again
            }
        }
    }
}

/// The calls of a user with an API key.
pub struct Json2<V: Carried> {
    start: V::Text,
    /// With the key.
    headers: V,
    descriptions: ModelDescriptions<V>,
}

impl<V: Carried> Wire<V> for Json2<V> {
    fn protocol(&self) -> Protocol {
        Protocol::Json2
    }

    fn encode(&self, call: &Call<V>) -> Result<Encoded<V>, Error<V>> {
        let method = call.method_name();
        let parameters = parameters::usual(method).or_else(|| guessed(call));
        let text = match &parameters {
            Some(parameters) => body(call, parameters)?.to_json(),
            None => call.to_json(),
        };
        Ok(Encoded {
            protocol: Protocol::Json2,
            url: V::endpoint(&self.start, &call.model, &call.method),
            text: text.map_err(unsendable)?,
            kept: Kept::of(Box::new(parameters)),
        })
    }

    fn request(
        &self,
        site: &Site<V>,
        exchange: &mut Exchange<'_, V>,
    ) -> Result<Request<V>, Failure<V>> {
        let mut naming: Box<Naming<V>> = exchange.kept.take().unwrap_or_default();
        let request = self.next(site, exchange, &mut naming);
        exchange.is_question = naming.asks;
        exchange.kept = Kept::of(naming);
        request
    }

    fn path(&self, exchange: &Exchange<'_, V>) -> String {
        match exchange.is_question {
            true => descriptions::path(exchange.call.model_name()),
            false => exchange.call.path(CALL),
        }
    }

    fn open(&self, exchange: &mut Exchange<'_, V>, response: Response<V>) -> Opened<V> {
        let mut naming: Box<Naming<V>> = exchange.kept.take().unwrap_or_default();
        let opened = if naming.asks {
            let learnt = self.descriptions.learn(exchange.call, response);
            naming.learn(known(exchange), learnt)
        } else {
            match bare::open(response) {
                Err(error) if !naming.has_asked && is_about_arguments(&error) => {
                    naming.complaint = Some(error);
                    Opened::Again
                }
                opened => opened.into(),
            }
        };
        exchange.kept = Kept::of(naming);
        opened
    }
}

impl<V: Carried> Json2<V> {
    /// The call, or the question for the names of its arguments, which it needs before.
    fn next(
        &self,
        site: &Site<V>,
        exchange: &Exchange<'_, V>,
        naming: &mut Naming<V>,
    ) -> Result<Request<V>, Failure<V>> {
        let Exchange { call, encoded, .. } = exchange;
        let known = known(exchange);
        naming.asks = false;
        if !naming.has_asked {
            if naming.names.is_none() {
                let described = self.descriptions.parameters(call);
                naming.names = described.filter(|names| !naming.is_named_as(known, names));
            }
            let is_known = known.is_some() || naming.names.is_some();
            if !is_known || naming.complaint.is_some() {
                naming.has_asked = true;
                naming.asks = true;
                return Ok(self.descriptions.ask(site, &self.headers, call)?);
            }
        }
        let body = match &naming.names {
            Some(names) => named(&encoded.text, known, names)?,
            None => encoded.text.clone(),
        };
        let mut request = site.post(encoded.url.clone(), self.headers.clone(), body);
        request.cookies = Cookies::Omitted;
        Ok(request)
    }
}

/// What the arguments of a call were taken to be called when it was encoded.
fn known<'a, V: Carried>(exchange: &Exchange<'a, V>) -> Option<&'a Parameters> {
    exchange.encoded.kept.get::<Option<Parameters>>()?.as_ref()
}

/// Opens an answer, which has no number.
fn open<V: Carried>(response: Response<V>, _id: u64) -> Result<V, Error<V>> {
    bare::open(response)
}
