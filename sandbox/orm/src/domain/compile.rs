//! Resolves a domain against a model: fields to columns, paths and names to sets of ids.

use serde_json::Value;

use super::filter::{Filter, Test};
use super::part::Part;
use super::refusal::{any_of_nothing, invalid_field, no_part, path_to_nothing, quoted};
use super::values;
use super::{Leaf, Node, Operator, binary, hierarchy, relational};
use crate::env::Env;
use crate::schema::{Field, FieldType, Model, Source};
use crate::{Fault, Flavour, python};
use odoo_schema::domain::like::Pattern;

/// How deep domains may lead from model to model.
const DEEPEST: u32 = 60;

/// Patterns with wildcards may take as many steps as they and the text are long, multiplied.
const LONGEST_PATTERN: usize = 1_000;

/// What searches below a domain see.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scope {
    /// Archived records are left out of the records an x2many condition looks at.
    pub(crate) active_test: bool,
    /// Record rules do not apply.
    pub(crate) su: bool,
    depth: u32,
}

impl Scope {
    pub(crate) fn of(env: &Env<'_>) -> Self {
        Self {
            active_test: env.context.active_test,
            su: env.su,
            depth: 0,
        }
    }

    /// Everything in sight: for what the server asks itself.
    pub(crate) const SERVER: Self = Self {
        active_test: false,
        su: true,
        depth: 0,
    };

    pub(crate) fn with_active_test(self, active_test: bool) -> Self {
        Self {
            active_test,
            ..self
        }
    }

    /// The same without record rules.
    pub(super) fn without_rules(self) -> Self {
        Self { su: true, ..self }
    }

    pub(super) fn deeper(self) -> Result<Self, Fault> {
        if self.depth == DEEPEST {
            return Err(Fault::recursion());
        }
        Ok(Self {
            depth: self.depth + 1,
            ..self
        })
    }
}

/// Resolves a domain.
///
/// # Errors
/// A field does not exist, or a value does not fit its field.
pub(crate) fn compile(
    env: &Env<'_>,
    model: &Model,
    node: &Node,
    scope: Scope,
) -> Result<Filter, Fault> {
    let all = |nodes: &[Node]| {
        nodes
            .iter()
            .map(|node| compile(env, model, node, scope))
            .collect::<Result<Vec<_>, _>>()
    };
    Ok(match node {
        Node::True => Filter::All,
        Node::False => Filter::Nothing,
        Node::And(nodes) => Filter::And(all(nodes)?),
        Node::Or(nodes) => Filter::Or(all(nodes)?),
        Node::Not(node) => Filter::Not(Box::new(compile(env, model, node, scope)?)),
        Node::Leaf(leaf) => condition(env, model, leaf, scope)?,
    })
}

fn condition(env: &Env<'_>, model: &Model, leaf: &Leaf, scope: Scope) -> Result<Filter, Fault> {
    let (name, rest) = match leaf.field.split_once('.') {
        Some((name, rest)) => (name, Some(rest)),
        None => (leaf.field.as_str(), None),
    };
    let Some(place) = model.by_name.get(name).copied() else {
        return Err(invalid_field(env.flavour, model, leaf));
    };
    let field = &model.fields[place];
    crate::access::check_field(env, model, field, crate::schema::Operation::Read)?;
    if model.name == "res.users" && field.name == "password" {
        return password(env, model, leaf);
    }
    if let Some(rest) = rest {
        if field.kind == FieldType::Properties {
            return property(env.flavour, place, rest, leaf);
        }
        if field.kind == FieldType::Binary && env.flavour.has_binary_objects() {
            return match binary::part(env, model, place, rest, leaf) {
                Some(filter) => filter,
                None => Err(invalid_field(env.flavour, model, leaf)),
            };
        }
        if !field.kind.is_relational() {
            let dated = matches!(field.kind, FieldType::Date | FieldType::Datetime);
            return match Part::from_name(rest) {
                Some(part) if dated && env.flavour >= Flavour::V18 => {
                    on_part(env, model, place, part, leaf)
                }
                _ => Err(no_part(env.flavour, model, field, rest, leaf)),
            };
        }
        if rest.is_empty() && env.flavour >= Flavour::V19 {
            return Err(path_to_nothing(env, field, leaf));
        }
        let inner = Node::Leaf(Leaf {
            field: rest.to_owned(),
            ..leaf.clone()
        });
        return relational::any(env, model, place, &inner, scope);
    }
    if let Source::Related(path) = &field.source
        && !field.kind.is_x2many()
    {
        let inner = Node::Leaf(Leaf {
            field: path.join("."),
            ..leaf.clone()
        });
        return compile(
            env,
            model,
            &inner,
            Scope::SERVER.with_active_test(scope.active_test).deeper()?,
        );
    }
    if field.kind == FieldType::Binary && env.flavour.has_binary_objects() {
        binary::check(model, field, leaf)?;
    }
    match leaf.operator {
        Operator::Access => return relational::accessible(env, model, place, leaf, scope),
        Operator::Any | Operator::NotAny => {
            if !field.kind.is_relational() {
                return Err(any_of_nothing(env.flavour, leaf));
            }
            let inner = super::parse(env.flavour, &leaf.value)?;
            let found = relational::any(env, model, place, &inner, scope)?;
            return Ok(if leaf.operator == Operator::Any {
                found
            } else {
                Filter::Not(Box::new(found))
            });
        }
        Operator::ChildOf | Operator::ParentOf => {
            return hierarchy::condition(env, model, place, leaf, scope);
        }
        Operator::EqualIfSet => {
            if !python::truthy(&leaf.value) {
                return Ok(Filter::All);
            }
            let leaf = Leaf {
                operator: Operator::Equal,
                ..leaf.clone()
            };
            return condition(env, model, &leaf, scope);
        }
        _ => {}
    }
    if field.kind.is_relational() {
        return relational::condition(env, model, place, leaf, scope);
    }
    if let Some(filter) = between_seconds(env, model, place, leaf)? {
        return Ok(filter);
    }
    scalar(env, model, place, leaf)
}

/// Up to 18 the moments at which a record was touched are compared to the microsecond, which no
/// answer shows: none is at a whole second, and what `read` gives is before what it stands for.
fn between_seconds(
    env: &Env<'_>,
    model: &Model,
    place: usize,
    leaf: &Leaf,
) -> Result<Option<Filter>, Fault> {
    let field = &model.fields[place];
    let touched = matches!(field.name.as_str(), "create_date" | "write_date");
    let of_moment = leaf.value.is_string();
    if env.flavour >= Flavour::V19 || !touched || !of_moment || field.kind != FieldType::Datetime {
        return Ok(None);
    }
    let operator = match leaf.operator {
        Operator::Equal | Operator::NotEqual => Operator::Greater,
        Operator::Greater => Operator::GreaterOrEqual,
        Operator::LessOrEqual => Operator::Less,
        _ => return Ok(None),
    };
    let filter = scalar(
        env,
        model,
        place,
        &Leaf {
            operator,
            ..leaf.clone()
        },
    )?;
    Ok(Some(match leaf.operator {
        Operator::Equal => Filter::Nothing,
        Operator::NotEqual => Filter::All,
        _ => filter,
    }))
}

/// A condition on a part of a date, which is a number.
fn on_part(
    env: &Env<'_>,
    model: &Model,
    place: usize,
    part: Part,
    leaf: &Leaf,
) -> Result<Filter, Fault> {
    let operator = leaf.operator;
    let on = |test| Filter::Part { place, part, test };
    if operator.is_inequality() {
        return Ok(values::free_comparison(operator, &leaf.value).map_or(Filter::Nothing, on));
    }
    let wanted = match &leaf.value {
        Value::Array(items) => items.as_slice(),
        value => std::slice::from_ref(value),
    };
    match operator {
        Operator::Equal | Operator::NotEqual | Operator::In | Operator::NotIn => {
            Ok(signed(operator, on(values::free_one_of(wanted))))
        }
        _ => {
            let field = &model.fields[place];
            Err(no_part(env.flavour, model, field, part.name(), leaf))
        }
    }
}

/// A condition on passwords: up to 18 on the column that keeps them, of which nothing is shown.
fn password(env: &Env<'_>, model: &Model, leaf: &Leaf) -> Result<Filter, Fault> {
    match model.by_name.get(crate::users::SECRET) {
        Some(place) if env.flavour < Flavour::V19 => scalar(env, model, *place, leaf),
        _ => Err(Fault::value(
            "Cannot convert res.users.password to SQL because it is not stored",
        )),
    }
}

/// Denies a filter when the operator does.
pub(super) fn signed(operator: Operator, filter: Filter) -> Filter {
    if operator.is_negative() {
        Filter::Not(Box::new(filter))
    } else {
        filter
    }
}

/// Tests a field by its column, or by its value where it has none.
pub(super) fn on_field(env: &Env<'_>, field: &Field, place: usize, test: Test) -> Filter {
    match field.source {
        Source::Id => Filter::Id(test),
        Source::Slot(slot) if !(field.translate && env.context.translation().is_some()) => {
            Filter::Column { slot, test }
        }
        _ => Filter::Field { place, test },
    }
}

fn scalar(env: &Env<'_>, model: &Model, place: usize, leaf: &Leaf) -> Result<Filter, Fault> {
    let field = &model.fields[place];
    let operator = leaf.operator;
    if operator.is_like() {
        return like(env, field, place, leaf);
    }
    if operator.is_inequality() {
        let test = values::comparison(env, field, operator, &leaf.value)?;
        return Ok(test.map_or(Filter::Nothing, |test| on_field(env, field, place, test)));
    }
    let wanted = match (&leaf.value, operator) {
        (Value::Array(items), _) => items.as_slice(),
        (value, Operator::In | Operator::NotIn) => {
            check_list(env.flavour, leaf)?;
            std::slice::from_ref(value)
        }
        (value, _) => std::slice::from_ref(value),
    };
    Ok(signed(operator, one_of(env, field, place, wanted)?))
}

/// Refuses, up to 18, one value where a list is due; true and false are taken.
pub(super) fn check_list(flavour: Flavour, leaf: &Leaf) -> Result<(), Fault> {
    let taken = matches!(leaf.value, Value::Array(_) | Value::Bool(_) | Value::Null);
    if flavour >= Flavour::V19 || taken {
        return Ok(());
    }
    Err(Fault::value(format!(
        "Invalid domain term {}",
        quoted(leaf)
    )))
}

/// What a value means to a field that is true or false: up to 18 whether it is anything, from 19 on
/// a text says it.
fn is_true(flavour: Flavour, value: &Value) -> bool {
    match value {
        Value::String(text) if flavour >= Flavour::V19 => !matches!(
            text.to_lowercase().as_str(),
            "" | "0" | "false" | "f" | "n" | "no" | "off"
        ),
        value => python::truthy(value),
    }
}

fn one_of(env: &Env<'_>, field: &Field, place: usize, wanted: &[Value]) -> Result<Filter, Fault> {
    if field.kind == FieldType::Boolean {
        let yes = wanted.iter().any(|value| is_true(env.flavour, value));
        let no = wanted.iter().any(|value| !is_true(env.flavour, value));
        let is_true = on_field(env, field, place, Test::True);
        return Ok(match (yes, no) {
            (true, true) => Filter::All,
            (true, false) => is_true,
            (false, true) => Filter::Not(Box::new(is_true)),
            (false, false) => Filter::Nothing,
        });
    }
    let test = values::one_of(env, field, wanted)?;
    Ok(on_field(env, field, place, test))
}

fn like(env: &Env<'_>, field: &Field, place: usize, leaf: &Leaf) -> Result<Filter, Fault> {
    let text = if python::truthy(&leaf.value) {
        python::str(&leaf.value)
    } else {
        String::new()
    };
    let operator = leaf.operator;
    let ignore_case = matches!(
        operator,
        Operator::Ilike | Operator::NotIlike | Operator::EqualIlike | Operator::NotEqualIlike
    );
    let whole = matches!(
        operator,
        Operator::EqualLike
            | Operator::EqualIlike
            | Operator::NotEqualLike
            | Operator::NotEqualIlike
    );
    if text.is_empty() && !whole {
        // Every text contains the empty one; in 17 a missing text is found by both the condition
        // and its denial.
        return Ok(match (operator.is_negative(), env.flavour) {
            (false, _) => Filter::All,
            (true, Flavour::V17) => on_field(env, field, place, Test::Null),
            (true, _) => Filter::Nothing,
        });
    }
    if text.is_empty() && env.flavour >= Flavour::V18 {
        // A missing text is like an empty one.
        let empty = one_of(env, field, place, &[Value::Bool(false)])?;
        return Ok(signed(operator, empty));
    }
    if text.len() > LONGEST_PATTERN && text.contains(['%', '_']) {
        return Err(Fault::value(format!(
            "A pattern with wildcards is longer than {LONGEST_PATTERN} characters."
        )));
    }
    let pattern = if whole {
        Pattern::new(&text, ignore_case)
    } else {
        Pattern::anywhere(&text, ignore_case)
    };
    Ok(signed(
        operator,
        on_field(env, field, place, Test::Like(pattern)),
    ))
}

fn property(flavour: Flavour, place: usize, name: &str, leaf: &Leaf) -> Result<Filter, Fault> {
    // Up to 18 what has no value has the value false, which in the database comes after every text
    // and number.
    let kept = flavour < Flavour::V19;
    let on = |test| Filter::Property {
        place,
        name: name.to_owned(),
        test,
        kept,
    };
    let operator = leaf.operator;
    if kept && matches!(operator, Operator::EqualLike | Operator::EqualIlike) {
        return Err(Fault::value(format!(
            "Wrong search operator {}",
            python::repr(&operator.name().into())
        )));
    }
    let found = free(leaf, on)?;
    if operator.is_like() {
        return Ok(found);
    }
    if operator.is_inequality() {
        let above = matches!(operator, Operator::Greater | Operator::GreaterOrEqual);
        return Ok(match kept && above {
            true => Filter::Or(vec![found, on(Test::False)]),
            false => found,
        });
    }
    let wanted = match &leaf.value {
        Value::Array(items) => items.as_slice(),
        value => std::slice::from_ref(value),
    };
    if let (true, [Value::String(text)]) = (kept, wanted) {
        return Ok(signed(operator, on(Test::Written(text.as_str().into()))));
    }
    if !kept && operator.is_negative() && !wanted.is_empty() && wanted.iter().all(python::truthy) {
        // What is not there is not unlike anything either.
        let missing = on(Test::Null);
        return Ok(Filter::And(vec![found, Filter::Not(Box::new(missing))]));
    }
    Ok(found)
}

/// Tests a value whose field says nothing of its type.
pub(super) fn free(leaf: &Leaf, on: impl Fn(Test) -> Filter) -> Result<Filter, Fault> {
    let operator = leaf.operator;
    if operator.is_like() {
        let text = python::str(&leaf.value);
        let ignore_case = matches!(
            operator,
            Operator::Ilike | Operator::NotIlike | Operator::EqualIlike
        );
        return Ok(signed(
            operator,
            on(Test::Like(Pattern::anywhere(&text, ignore_case))),
        ));
    }
    if operator.is_inequality() {
        return Ok(values::free_comparison(operator, &leaf.value).map_or(Filter::Nothing, on));
    }
    let wanted = match &leaf.value {
        Value::Array(items) => items.as_slice(),
        value => std::slice::from_ref(value),
    };
    Ok(signed(operator, on(values::free_one_of(wanted))))
}
