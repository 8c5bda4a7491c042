//! The CRUD methods: from what a program passes to the call of a model's method, with every
//! argument checked.
//!
//! What a program passes is read here, in its own tick, and is plain data from then on: nothing
//! that it wrote (a getter, a `toJSON`, a Proxy) runs while a call is under way.

use crate::arguments::{
    all_are, call_options, dotted_name, id_list, list, options, options_object, sendable, wrong,
};
use crate::domain;
use crate::error::{Class, Error};
use crate::protocol::{Call, place};
use crate::value::{Given, Kind, as_integer};

/// The options of every call.
pub const CALL_OPTIONS: &str = call_options!();
const SEARCH_OPTIONS: &str = call_options!("offset limit order");
const SEARCH_READ_OPTIONS: &str = call_options!("fields offset limit order");

/// A method with its arguments, as the client's `call` takes them.
#[derive(Clone, Debug)]
pub struct Invocation<V> {
    /// The method.
    pub method: &'static str,
    /// The positional arguments: a list.
    pub args: V,
    /// The named arguments: an object; `None` where the method has none.
    pub kwargs: Option<V>,
}

/// In what form a many2one is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Links {
    /// As Odoo takes it.
    Ids,
    /// `{ id, display_name }` as well: a view puts the id in its place.
    Objects,
}

/// The CRUD methods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Crud {
    /// [`search`]
    Search,
    /// [`read`]
    Read,
    /// [`search_read`]
    SearchRead,
    /// [`search_count`]
    SearchCount,
    /// [`create`]
    Create,
    /// [`write`]
    Write,
    /// [`unlink`]
    Unlink,
}

impl Crud {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Search,
        Self::Read,
        Self::SearchRead,
        Self::SearchCount,
        Self::Create,
        Self::Write,
        Self::Unlink,
    ];

    /// The method that it calls.
    pub fn method(self) -> &'static str {
        match self {
            Self::Search => "search",
            Self::Read => "read",
            Self::SearchRead => "search_read",
            Self::SearchCount => "search_count",
            Self::Create => "create",
            Self::Write => "write",
            Self::Unlink => "unlink",
        }
    }

    /// Where among the arguments that follow the model the options of the call stand, and what they
    /// may be.
    fn options(self) -> (usize, &'static str) {
        match self {
            Self::Search => (1, SEARCH_OPTIONS),
            Self::SearchRead => (1, SEARCH_READ_OPTIONS),
            Self::SearchCount | Self::Unlink => (1, CALL_OPTIONS),
            Self::Read | Self::Create => (2, CALL_OPTIONS),
            Self::Write => (3, CALL_OPTIONS),
        }
    }

    /// What a method calls, given the arguments that follow the model, and the options of the call,
    /// as they were read.
    ///
    /// # Errors
    /// As the method's own function, and as [`options`]. `Type` for values that hold a many2one in
    /// a form in which it is read: Odoo would empty the field.
    pub fn invocation<V: Given>(
        self,
        mut arguments: [V; 4],
        links: Links,
    ) -> Result<(Invocation<V>, V), Error<V>> {
        let (position, known) = self.options();
        let given = std::mem::replace(&mut arguments[position], V::undefined());
        let options = options("options", given, known)?;
        // The others look at theirs as at arguments.
        let is_own = matches!(self, Self::Search | Self::SearchRead);
        if !is_own && !matches!(options.kind(), Kind::Undefined | Kind::Null | Kind::Object) {
            return Err(wrong("options", "an object", &options));
        }
        arguments[position] = options.clone();
        let [first, second, third, _] = arguments;
        let invocation = match self {
            Self::Search => search(first, second),
            Self::Read => read(first, second),
            Self::SearchRead => search_read(first, second),
            Self::SearchCount => search_count(first),
            Self::Create => create(first, second),
            Self::Write => write(first, second, third),
            Self::Unlink => unlink(first),
        }?;
        let values = match self {
            Self::Create => invocation.args.item(0),
            Self::Write => invocation.args.item(1),
            _ => None,
        };
        let takes_objects = links == Links::Objects;
        if let Some(fault) = values.and_then(|values| values.link_fault("values", takes_objects)) {
            return Err(Error::new(Class::Type, fault));
        }
        Ok((invocation, options))
    }
}

type Checked<V> = Result<Invocation<V>, Error<V>>;

/// `search(domain, {offset, limit, order})`.
///
/// # Errors
/// `Type` for a domain that is no list, or one that no server takes, or options that are no object.
pub fn search<V: Given>(domain: V, options: V) -> Checked<V> {
    if let Some(kwargs) = V::plain_search(&domain, &options, false) {
        return Ok(invocation("search", V::one(domain), Some(kwargs)));
    }
    let domain = domain_list(domain)?;
    let mut kwargs = V::object();
    copy_range(&options_object("options", options)?, &mut kwargs)?;
    Ok(invocation("search", V::one(domain), Some(kwargs)))
}

/// `searchRead(domain, {fields, offset, limit, order})`; a list in place of the options is the
/// fields.
///
/// # Errors
/// `Type` for a domain that is no list, options that are no object or fields that are no names.
pub fn search_read<V: Given>(domain: V, options: V) -> Checked<V> {
    if let Some(kwargs) = V::plain_search(&domain, &options, true) {
        return Ok(invocation("search_read", V::one(domain), Some(kwargs)));
    }
    let domain = domain_list(domain)?;
    let mut kwargs = V::object();
    let (fields, options) = match options.kind() {
        Kind::Array => (Some(options), V::object()),
        _ => {
            let options = options_object("options", options)?;
            (options.get("fields"), options)
        }
    };
    if let Some(fields) = fields {
        let fields = field_names(fields)?;
        if fields.length() > 0 {
            kwargs.set("fields", fields);
        }
    }
    copy_range(&options, &mut kwargs)?;
    Ok(invocation("search_read", V::one(domain), Some(kwargs)))
}

/// `searchCount(domain)`.
///
/// # Errors
/// `Type` for a domain that is no list.
pub fn search_count<V: Given>(domain: V) -> Checked<V> {
    let domain = domain_list(domain)?;
    Ok(invocation("search_count", V::one(domain), None))
}

/// `read(ids, fields)`.
///
/// # Errors
/// `Type` for ids that are no integers or fields that are no names.
pub fn read<V: Given>(ids: V, fields: V) -> Checked<V> {
    let args = V::two(id_list("ids", ids)?, field_names(fields)?);
    Ok(invocation("read", args, None))
}

/// `create(values, context)`; a list of values creates several records.
///
/// # Errors
/// `Type` for values or a context that are no objects, or hold what JSON cannot carry.
pub fn create<V: Given>(values: V, context: V) -> Checked<V> {
    let values = sendable("values", values)?;
    match values.kind() {
        Kind::Array => all_are("values", &values, Kind::Object, "an object of field values")?,
        Kind::Object => {}
        _ => {
            return Err(wrong(
                "values",
                "an object of field values, or a list of them",
                &values,
            ));
        }
    }
    let kwargs = context_kwargs(context)?;
    Ok(invocation("create", V::one(values), Some(kwargs)))
}

/// `write(ids, values, context)`.
///
/// # Errors
/// `Type` for ids that are no integers, values or a context that are no objects, or hold what JSON
/// cannot carry.
pub fn write<V: Given>(ids: V, values: V, context: V) -> Checked<V> {
    let ids = id_list("ids", ids)?;
    let values = sendable("values", values)?;
    if values.kind() != Kind::Object {
        return Err(wrong("values", "an object of field values", &values));
    }
    let kwargs = context_kwargs(context)?;
    Ok(invocation("write", V::two(ids, values), Some(kwargs)))
}

/// `unlink(ids)`. An empty list goes to the server all the same.
///
/// # Errors
/// `Type` for ids that are no integers.
pub fn unlink<V: Given>(ids: V) -> Checked<V> {
    let ids = id_list("ids", ids)?;
    Ok(invocation("unlink", V::one(ids), None))
}

/// `call(model, method, args, kwargs)`.
///
/// # Errors
/// `Type` for names that are none, arguments that are no list and no object or hold what JSON
/// cannot carry, and a domain that no server takes.
pub fn call<V: Given>(model: V, method: V, args: V, kwargs: V) -> Result<Call<V>, Error<V>> {
    if V::is_plain_call(&model, &method, &args, &kwargs) {
        return Ok(Call::new(model, method, args, kwargs));
    }
    let model = dotted_name("model", model)?;
    let method = dotted_name("method", method)?;
    let place = place(&model, &method);
    let call = || {
        let args = list("args", sendable("args", args)?)?;
        let kwargs = options_object("kwargs", sendable("kwargs", kwargs)?)?;
        let call = Call::new(model, method, args, kwargs);
        check_domain(&call)?;
        Ok(call)
    };
    call().map_err(|mut error: Error<V>| {
        error.place = place;
        error
    })
}

/// Checks the domain of a call that has one.
fn check_domain<V: Given>(call: &Call<V>) -> Result<(), Error<V>> {
    if domain::METHODS.contains(&call.method_name()) {
        // What is not given in a list is sent as null.
        let first = call.args.item(0).filter(|first| first.kind() != Kind::Null);
        let (name, domain) = match first {
            None => ("kwargs.domain", call.kwargs.get("domain")),
            first => ("args[0]", first),
        };
        if let Some(domain) = domain.filter(|domain| domain.kind() == Kind::Array) {
            domain::check(name, &domain)?;
        }
    }
    Ok(())
}

fn invocation<V: Given>(method: &'static str, args: V, kwargs: Option<V>) -> Invocation<V> {
    Invocation {
        method,
        args,
        kwargs,
    }
}

/// A domain: a list of conditions, absent is empty.
///
/// # Errors
/// `Type` for what no server takes.
pub fn domain_list<V: Given>(domain: V) -> Result<V, Error<V>> {
    let domain = sendable("domain", domain)?;
    match domain.kind() {
        Kind::Undefined => Ok(V::array(Vec::new())),
        Kind::Array => {
            domain::check("domain", &domain)?;
            Ok(domain)
        }
        _ => Err(wrong(
            "domain",
            "a list of conditions, like [['name', '=', 'x']]",
            &domain,
        )),
    }
}

fn field_names<V: Given>(fields: V) -> Result<V, Error<V>> {
    let fields = list("fields", fields)?;
    all_are("fields", &fields, Kind::String, "a field's name")?;
    Ok(fields)
}

fn context_kwargs<V: Given>(context: V) -> Result<V, Error<V>> {
    let context = options_object("context", sendable("context", context)?)?;
    Ok(V::object().with("context", context))
}

/// Copies `offset`, `limit` and `order` where they are given; 0 and null are given, undefined is
/// not.
fn copy_range<V: Given>(options: &V, kwargs: &mut V) -> Result<(), Error<V>> {
    for name in ["offset", "limit"] {
        if let Some(value) = options.get(name) {
            let none = matches!(value.kind(), Kind::Null | Kind::Boolean);
            if !none && as_integer(&value).is_none_or(|number| number < 0) {
                return Err(wrong(name, "a number of records", &value));
            }
            kwargs.set(name, value);
        }
    }
    if let Some(order) = options.get("order") {
        if !matches!(order.kind(), Kind::String | Kind::Null) {
            return Err(wrong("order", "a text, like 'name, id desc'", &order));
        }
        kwargs.set("order", order);
    }
    Ok(())
}
