//! Access rights by group, record rules, and fields kept to groups.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use crate::domain::compile::{Scope, compile};
use crate::domain::{Node, parse};
use crate::env::Env;
use crate::names;
use crate::schema::{Field, Model, Operation};
use crate::{Fault, Flavour};

/// Tells whether the user's groups allow an operation on a model.
pub(crate) fn allows(env: &Env<'_>, model: &Model, operation: Operation) -> bool {
    env.su
        || model.access.iter().any(|(group, letters)| {
            letters.contains(operation.letter())
                && group.as_ref().is_none_or(|group| env.has_group(group))
        })
}

/// Refuses an operation that the user's groups do not allow.
///
/// # Errors
/// `AccessError`, listing the groups that would.
pub(crate) fn check_model(env: &Env<'_>, model: &Model, operation: Operation) -> Result<(), Fault> {
    if allows(env, model, operation) {
        return Ok(());
    }
    let verb = match operation {
        Operation::Read => "access",
        Operation::Write => "modify",
        Operation::Create => "create",
        Operation::Unlink => "delete",
    };
    let mut groups: Vec<String> = model
        .access
        .iter()
        .filter(|(_, letters)| letters.contains(operation.letter()))
        .filter_map(|(group, _)| names::group(env, env.xml_id_of(group.as_deref()?)?))
        .map(|name| format!("\t- {name}"))
        .collect();
    groups.sort();
    groups.dedup();
    let allowed = if groups.is_empty() {
        "No group currently allows this operation.".to_owned()
    } else {
        format!(
            "This operation is allowed for the following groups:\n{}",
            groups.join("\n")
        )
    };
    Err(Fault::access(format!(
        "You are not allowed to {verb} '{}' ({}) records.\n\n{allowed}\n\n\
         Contact your administrator to request access if necessary.",
        model.description, model.name
    )))
}

/// Refuses to read records, be it for their model or for themselves.
///
/// # Errors
/// See [`check_model`] and [`check_records`].
pub(crate) fn check_readable(env: &Env<'_>, model: &Model, ids: &[i64]) -> Result<(), Fault> {
    check_model(env, model, Operation::Read)?;
    check_records(env, model, ids, Operation::Read)
}

/// The rules that apply to the user, as one domain; `None` when there are none.
///
/// # Errors
/// The context names a company that is not the user's.
pub(crate) fn rules(
    env: &Env<'_>,
    model: &Model,
    operation: Operation,
) -> Result<Option<Node>, Fault> {
    if env.su || model.rules.is_empty() {
        return Ok(None);
    }
    let companies = env.company_ids()?;
    let (mut global, mut of_groups) = (Vec::new(), Vec::new());
    for rule in model
        .rules
        .iter()
        .filter(|rule| rule.operations.contains(operation.letter()))
    {
        if !rule.groups.is_empty() && !rule.groups.iter().any(|group| env.has_group(group)) {
            continue;
        }
        let domain = parse(env.flavour, &filled_in(env, &rule.domain, &companies))?;
        if rule.groups.is_empty() {
            global.push(domain)
        } else {
            of_groups.push(domain)
        }
    }
    if !of_groups.is_empty() {
        global.push(Node::or(of_groups));
    }
    Ok(match Node::and(global) {
        Node::True => None,
        node => Some(node),
    })
}

/// Puts the user's own values where a rule's domain has `$user.id` and the like.
fn filled_in(env: &Env<'_>, domain: &Value, companies: &[i64]) -> Value {
    let of_user = |field: &str| {
        let users = env.registry.model("res.users")?;
        match env.cell(users, users.field(field)?, env.uid) {
            crate::store::Cell::Int(id) => Some(id),
            _ => None,
        }
    };
    match domain {
        Value::String(text) => match text.as_str() {
            "$user.id" => env.uid.into(),
            "$company_id" => companies.first().copied().into(),
            "$company_ids" => companies.into(),
            "$company_ids+false" => companies
                .iter()
                .map(|id| Value::from(*id))
                .chain([Value::Bool(false)])
                .collect(),
            other => match other.strip_prefix("$user.") {
                Some(field) => of_user(field).map_or(Value::Bool(false), Value::from),
                None => domain.clone(),
            },
        },
        Value::Array(items) => items
            .iter()
            .map(|item| filled_in(env, item, companies))
            .collect(),
        other => other.clone(),
    }
}

/// Keeps those of `ids` that the rules let the user see.
///
/// # Errors
/// See [`rules`].
pub(crate) fn permitted(
    env: &Env<'_>,
    model: &Model,
    ids: &[i64],
    operation: Operation,
) -> Result<Vec<i64>, Fault> {
    let Some(rules) = rules(env, model, operation)? else {
        return Ok(ids.to_vec());
    };
    let filter = compile(env, model, &rules, Scope::SERVER)?;
    let table = env.table(model);
    Ok(ids
        .iter()
        .copied()
        .filter(|id| {
            table
                .row(*id)
                .is_some_and(|row| filter.passes(env, model, row, *id))
        })
        .collect())
}

/// Refuses an operation on records the rules keep from the user.
///
/// # Errors
/// `AccessError`, in the words a user without developer mode reads.
pub(crate) fn check_records(
    env: &Env<'_>,
    model: &Model,
    ids: &[i64],
    operation: Operation,
) -> Result<(), Fault> {
    let allowed = permitted(env, model, ids, operation)?;
    if allowed.len() == ids.len() {
        return Ok(());
    }
    let users = env.registry.model("res.users");
    let user = users
        .map(|users| names::display_name(env, users, env.uid))
        .unwrap_or_default();
    let mut message = format!(
        "Uh-oh! Looks like you have stumbled upon some top-secret records.\n\n\
         Sorry, {user} (id={}) doesn't have '{}' access to:\n- {} ({})\n\n\
         If you really, really need access, perhaps you can win over your friendly administrator with a batch of freshly baked cookies.",
        env.uid,
        operation.name(),
        model.description,
        model.name
    );
    let allowed: HashSet<i64> = allowed.into_iter().collect();
    let denied: Vec<i64> = ids
        .iter()
        .copied()
        .filter(|id| !allowed.contains(id))
        .collect();
    let (advice, context) = company_advice(env, model, &denied);
    message.push_str(&advice);
    let mut fault = Fault::access(message);
    *fault.context = context;
    Err(fault)
}

/// What may help where rules look at companies: to work in the company the records belong to.
fn company_advice(env: &Env<'_>, model: &Model, denied: &[i64]) -> (String, Map<String, Value>) {
    let mut context = Map::new();
    let of_companies = model
        .rules
        .iter()
        .any(|rule| rule.domain.to_string().contains("\"company_id\""));
    let (true, Some(companies), Some(users)) = (
        of_companies,
        env.registry.model("res.company"),
        env.registry.model("res.users"),
    ) else {
        return (String::new(), context);
    };
    let mut suggested: Vec<i64> = denied
        .iter()
        .filter_map(|id| env.stored(model, "company_id", *id).int())
        .collect();
    suggested.sort_unstable();
    suggested.dedup();
    let own = users
        .field("company_ids")
        .map(|field| env.linked(users, field, env.uid))
        .unwrap_or_default();
    let advice = match suggested.as_slice() {
        [] => String::new(),
        [company] if own.contains(company) => {
            let name = names::display_name(env, companies, *company);
            if env.flavour >= Flavour::V18 {
                let suggestion = json!({"id": company, "display_name": name});
                context.insert("suggested_company".to_owned(), suggestion);
            }
            format!(
                "\n\nThis seems to be a multi-company issue, you might be able to access the record by switching to the company: {name}."
            )
        }
        [_] => "\n\nThis seems to be a multi-company issue, but you do not have access to the proper company to access \
                the record anyhow."
            .to_owned(),
        _ => "\n\nNote: this might be a multi-company issue. Switching company may help - in Odoo, not in real life!"
            .to_owned(),
    };
    (advice, context)
}

/// Refuses a field that is kept to groups the user is not in.
///
/// # Errors
/// `AccessError`, naming the field.
pub(crate) fn check_field(
    env: &Env<'_>,
    model: &Model,
    field: &Field,
    operation: Operation,
) -> Result<(), Fault> {
    if sees_field(env, field) {
        return Ok(());
    }
    let what = if env.flavour >= Flavour::V19 {
        "field"
    } else {
        "fields"
    };
    Err(Fault::access(format!(
        "You do not have enough rights to access the {what} \"{}\" on {} ({}). Please contact your system administrator.\n\n\
         (Operation: {})",
        field.name,
        model.description,
        model.name,
        operation.name()
    )))
}

/// Tells whether a field is the user's to see.
pub(crate) fn sees_field(env: &Env<'_>, field: &Field) -> bool {
    // A name that begins with an underscore is the sandbox's own.
    !field.name.starts_with('_')
        && (env.su
            || field.groups.is_empty()
            || field.groups.iter().any(|group| env.has_group(group)))
}
