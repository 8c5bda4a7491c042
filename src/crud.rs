//! The CRUD methods: from what a program passes to the call of a model's method, with every argument checked.

use crate::error::{Class, Error};
use crate::text::decimal;
use crate::value::{Kind, Value, as_integer};

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

/// The CRUD methods, in the order that the boundary numbers them.
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
    /// All of them, by number.
    pub const ALL: [Self; 7] = [
        Self::Search,
        Self::Read,
        Self::SearchRead,
        Self::SearchCount,
        Self::Create,
        Self::Write,
        Self::Unlink,
    ];

    /// Where among the arguments that follow the model the options of the call stand.
    pub fn options_position(self) -> usize {
        match self {
            Self::Search | Self::SearchRead | Self::SearchCount | Self::Unlink => 1,
            Self::Read | Self::Create => 2,
            Self::Write => 3,
        }
    }

    /// What a method calls, given the arguments that follow the model.
    ///
    /// # Errors
    /// As the method's own function.
    pub fn invocation<V: Value>(
        self,
        first: V,
        second: V,
        third: V,
    ) -> Result<Invocation<V>, Error<V>> {
        match self {
            Self::Search => search(first, second),
            Self::Read => read(first, second),
            Self::SearchRead => search_read(first, second),
            Self::SearchCount => search_count(first),
            Self::Create => create(first, second),
            Self::Write => write(first, second, third),
            Self::Unlink => unlink(first),
        }
    }
}

type Checked<V> = Result<Invocation<V>, Error<V>>;

/// `search(domain, {offset, limit, order})`.
///
/// # Errors
/// `Type` for a domain that is no list or options that are no object.
pub fn search<V: Value>(domain: V, options: V) -> Checked<V> {
    if let Some(kwargs) = V::plain_search(&domain, &options, false) {
        return Ok(invocation("search", V::one(domain), Some(kwargs)));
    }
    let domain = domain_list(domain)?;
    let mut kwargs = V::object();
    copy_range(&options_object("options", options)?, &mut kwargs)?;
    Ok(invocation("search", V::one(domain), Some(kwargs)))
}

/// `searchRead(domain, {fields, offset, limit, order})`; a list in place of the options is the fields.
///
/// # Errors
/// `Type` for a domain that is no list, options that are no object or fields that are no names.
pub fn search_read<V: Value>(domain: V, options: V) -> Checked<V> {
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
        if fields.item(0).is_some() {
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
pub fn search_count<V: Value>(domain: V) -> Checked<V> {
    let domain = domain_list(domain)?;
    Ok(invocation("search_count", V::one(domain), None))
}

/// `read(ids, fields)`.
///
/// # Errors
/// `Type` for ids that are no integers or fields that are no names.
pub fn read<V: Value>(ids: V, fields: V) -> Checked<V> {
    let args = V::two(id_list("ids", ids)?, field_names(fields)?);
    Ok(invocation("read", args, None))
}

/// `create(values, context)`; a list of values creates several records.
///
/// # Errors
/// `Type` for values or a context that are no objects.
pub fn create<V: Value>(values: V, context: V) -> Checked<V> {
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
/// `Type` for ids that are no integers, values or a context that are no objects.
pub fn write<V: Value>(ids: V, values: V, context: V) -> Checked<V> {
    let ids = id_list("ids", ids)?;
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
pub fn unlink<V: Value>(ids: V) -> Checked<V> {
    let ids = id_list("ids", ids)?;
    Ok(invocation("unlink", V::one(ids), None))
}

/// The name of a model or method: the text itself.
///
/// # Errors
/// `Type` for what is no text, or an empty one.
pub fn name<V: Value>(argument: &str, value: V) -> Result<V, Error<V>> {
    if value.is_name() {
        Ok(value)
    } else {
        Err(wrong(argument, "a name", &value))
    }
}

/// A list of record ids; a single id is wrapped.
///
/// # Errors
/// `Type` for what is no integer.
pub fn id_list<V: Value>(argument: &str, ids: V) -> Result<V, Error<V>> {
    match ids.kind() {
        Kind::Array => {
            let Some(index) = ids.first_non_integer() else {
                return Ok(ids);
            };
            let id = ids.item(index).unwrap_or_else(V::undefined);
            Err(wrong_item(argument, index, "an integer", &id))
        }
        _ if as_integer(&ids).is_some() => Ok(V::one(ids)),
        _ => Err(wrong(argument, "an integer or a list of integers", &ids)),
    }
}

/// An optional object: absent is empty.
///
/// # Errors
/// `Type` for anything else.
pub fn options_object<V: Value>(argument: &str, value: V) -> Result<V, Error<V>> {
    match value.kind() {
        Kind::Undefined | Kind::Null => Ok(V::object()),
        Kind::Object => Ok(value),
        _ => Err(wrong(argument, "an object", &value)),
    }
}

/// An optional list: absent is empty.
///
/// # Errors
/// `Type` for anything else.
pub fn list<V: Value>(argument: &str, value: V) -> Result<V, Error<V>> {
    match value.kind() {
        Kind::Undefined | Kind::Null => Ok(V::array(Vec::new())),
        Kind::Array => Ok(value),
        _ => Err(wrong(argument, "a list", &value)),
    }
}

/// The error for an argument of the wrong type.
pub fn wrong<V: Value>(argument: &str, expected: &str, given: &V) -> Error<V> {
    let given = given.in_words();
    let message = [
        "Invalid ",
        argument,
        ": expected ",
        expected,
        ", got ",
        &given,
    ];
    Error::new(Class::Type, message.concat())
}

/// The error for an item of a list.
fn wrong_item<V: Value>(argument: &str, index: usize, expected: &str, given: &V) -> Error<V> {
    let argument = [argument, "[", &decimal(index as u64), "]"].concat();
    wrong(&argument, expected, given)
}

/// Checks that all items of a list are of one kind.
fn all_are<V: Value>(argument: &str, list: &V, kind: Kind, expected: &str) -> Result<(), Error<V>> {
    for (index, item) in list.items().unwrap_or_default().iter().enumerate() {
        if item.kind() != kind {
            return Err(wrong_item(argument, index, expected, item));
        }
    }
    Ok(())
}

fn invocation<V: Value>(method: &'static str, args: V, kwargs: Option<V>) -> Invocation<V> {
    Invocation {
        method,
        args,
        kwargs,
    }
}

fn domain_list<V: Value>(domain: V) -> Result<V, Error<V>> {
    match domain.kind() {
        Kind::Undefined => Ok(V::array(Vec::new())),
        Kind::Array => Ok(domain),
        _ => Err(wrong(
            "domain",
            "a list of conditions, like [['name', '=', 'x']]",
            &domain,
        )),
    }
}

fn field_names<V: Value>(fields: V) -> Result<V, Error<V>> {
    let fields = list("fields", fields)?;
    all_are("fields", &fields, Kind::String, "a field's name")?;
    Ok(fields)
}

fn context_kwargs<V: Value>(context: V) -> Result<V, Error<V>> {
    let context = options_object("context", context)?;
    Ok(V::object().with("context", context))
}

/// Copies `offset`, `limit` and `order` where they are given; 0 and null are given, undefined is not.
fn copy_range<V: Value>(options: &V, kwargs: &mut V) -> Result<(), Error<V>> {
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
