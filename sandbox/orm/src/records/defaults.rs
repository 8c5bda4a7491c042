//! What fields hold when nothing is said: the context's defaults, then the field's own.

use serde_json::Value;

use super::Vals;
use crate::env::Env;
use crate::schema::{Field, FieldType, Model, Source};
use crate::{Fault, moment, python};

/// Works out a field's default; `None` when it has none.
pub(crate) fn default_of(env: &Env<'_>, field: &Field) -> Option<Value> {
    if env.context.has_defaults
        && let Some(value) = env.context.values.get(&format!("default_{}", field.name))
    {
        return Some(value.clone());
    }
    let value = field.default.as_ref()?;
    let Some(name) = value.as_str().and_then(|text| text.strip_prefix('$')) else {
        return Some(value.clone());
    };
    let of_user = |field: &str| {
        let users = env.registry.model("res.users")?;
        env.stored(users, field, env.uid).int().map(Value::from)
    };
    Some(match name {
        "uid" => env.uid.into(),
        "now" => match field.kind {
            FieldType::Date => moment::date_text(moment::day_of(env.now).0).into(),
            _ => moment::datetime_text(env.now).into(),
        },
        "partner_id" => of_user("partner_id")?,
        "company_id" => match &env.context.allowed_company_ids {
            Some(ids) => (*ids.first()?).into(),
            None => of_user("company_id")?,
        },
        "currency_id" => {
            let companies = env.registry.model("res.company")?;
            let company = of_user("company_id")?.as_i64()?;
            env.stored(companies, "currency_id", company).int()?.into()
        }
        "lang" => env
            .context
            .lang
            .clone()
            .map_or(Value::Bool(false), Value::from),
        "tz" => env
            .context
            .values
            .get("tz")
            .filter(|tz| crate::python::truthy(tz))
            .cloned()
            .unwrap_or(Value::Bool(false)),
        xml_id => env.xml_id_of(xml_id)?.into(),
    })
}

/// Answers `default_get`: the defaults of those of `fields` that have one.
///
/// # Errors
/// A field does not exist (from 19 on; before, it is passed over).
pub(crate) fn default_get(env: &Env<'_>, model: &Model, fields: &[String]) -> Result<Vals, Fault> {
    if !model.rules.is_empty() {
        env.company_ids()?;
    }
    let mut found = Vals::new();
    for name in fields {
        let Some(field) = model.field(name) else {
            continue;
        };
        if let Some(value) = default_of(env, field) {
            found.insert(name.clone(), value);
        }
    }
    Ok(found)
}

/// Adds what is not given and has a default.
pub(crate) fn complete(env: &Env<'_>, model: &Model, vals: &mut Vals) {
    for field in &model.fields {
        if (field.default.is_none() && !env.context.has_defaults) || vals.contains_key(&field.name)
        {
            continue;
        }
        // What is another record's has its defaults, or its values, already.
        if let Source::Related(path) = &field.source
            && let Some((_, through)) = model
                .inherits
                .iter()
                .find(|(_, through)| path.first() == Some(through))
            && vals.get(through).is_some_and(python::truthy)
        {
            continue;
        }
        if let Some(value) = default_of(env, field) {
            vals.insert(field.name.clone(), value);
        }
    }
}
