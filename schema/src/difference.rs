//! What has changed between two texts that [`declare`](crate::declare) wrote: in words, for a log.

use std::collections::BTreeMap;

/// What a text declares: the types of members, by interface and name.
type Declared<'a> = BTreeMap<String, BTreeMap<&'a str, &'a str>>;

/// Tells what is different, one change a line; nothing where the texts declare the same. `old` is
/// the file that is there, `new` the database as it is.
pub fn difference(old: &str, new: &str) -> Vec<String> {
    if old == new {
        return Vec::new();
    }
    let (was, is) = (declared(old), declared(new));
    let mut changes = Vec::new();
    for model in was.keys().filter(|model| !is.contains_key(*model)) {
        changes.push(format!("- {model}: the model is gone"));
    }
    for (model, fields) in &is {
        let Some(before) = was.get(model) else {
            changes.push(format!("+ {model}: the model is new"));
            continue;
        };
        for (field, declared) in before
            .iter()
            .filter(|(field, _)| !fields.contains_key(*field))
        {
            changes.push(format!("- {model}.{field}: is gone (it was {declared})"));
        }
        for (field, declared) in fields {
            match before.get(field) {
                None => changes.push(format!("+ {model}.{field}: is new ({declared})")),
                Some(before) if before != declared => {
                    changes.push(format!("~ {model}.{field}: {before} is now {declared}"));
                }
                Some(_) => {}
            }
        }
    }
    if changes.is_empty() {
        changes
            .push("~ labels, help or the order of the file have changed, and no type".to_owned());
    }
    changes
}

/// Reads what a text declares. An interface goes by its model's name, which stands in the comment
/// before it.
fn declared(text: &str) -> Declared<'_> {
    let mut all = Declared::new();
    let mut model: Option<String> = None;
    let mut before = "";
    let mut of_methods = "";
    for line in text.lines() {
        if let Some(name) = line
            .strip_prefix("export interface ")
            .and_then(|rest| rest.strip_suffix(" {"))
        {
            let named = before
                .strip_prefix("/** ")
                .and_then(|comment| comment.strip_suffix("` */"));
            let named = named
                .and_then(|comment| comment.rsplit_once('`'))
                .map(|(_, model)| model);
            let named = match name {
                "Odoo" => None,
                "OdooMethods" => Some("methods".to_owned()),
                "OdooSharedMethods" => Some("every model's methods".to_owned()),
                name => Some(named.unwrap_or(name).to_owned()),
            };
            if let Some(name) = &named {
                all.entry(name.clone()).or_default();
            }
            model = named;
        } else if line == "}" {
            model = None;
        } else if let Some(model) = &model
            && !line.trim_start().starts_with(['*', '/'])
        {
            let inner = line.trim();
            let opened = inner
                .strip_suffix(" {")
                .map(|rest| rest.strip_suffix(" OdooSharedMethods &").unwrap_or(rest));
            if let Some(name) = opened.and_then(|rest| rest.strip_suffix(':')) {
                of_methods = name.trim_matches('\'');
            } else if let Some((name, declared)) = inner.split_once(": ") {
                let of = if model == "methods" {
                    format!("{of_methods} methods")
                } else {
                    model.clone()
                };
                let declared = declared.trim_end_matches(';');
                if declared == "OdooSharedMethods" {
                    continue;
                }
                all.entry(of)
                    .or_default()
                    .insert(name.trim_matches('\''), declared);
            }
        }
        before = line;
    }
    all.remove("methods");
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Manner, Schema, declare};

    fn written(models: &str) -> String {
        declare(&Schema::read(models).expect("a schema"), Manner::default())
    }

    #[test]
    fn a_difference_names_models_and_fields_with_their_types() {
        let old = written(
            r#"{"format": 1, "models": {
                "a.b": {"description": "A `b`", "fields": {"id": {"type": "integer"}, "gone": {"type": "char"}, "state": {"type": "selection", "selection": [["x", "X"]]}}},
                "c": {"fields": {"id": {"type": "integer"}}}
            }}"#,
        );
        let new = written(
            r#"{"format": 1, "models": {
                "a.b": {"description": "A `b`", "fields": {"id": {"type": "integer"}, "state": {"type": "selection", "selection": [["x", "X"], ["y", "Y"]]}, "more": {"type": "date"}}},
                "d": {"fields": {"id": {"type": "integer"}}}
            }}"#,
        );
        assert_eq!(
            difference(&old, &new),
            [
                "- c: the model is gone",
                "- a.b.gone: is gone (it was f.CharField)",
                "+ a.b.more: is new (f.DateField)",
                "~ a.b.state: f.SelectionField<'x'> is now f.SelectionField<'x' | 'y'>",
                "+ d: the model is new",
            ]
        );
        assert_eq!(difference(&new, &new), [""; 0]);
    }

    #[test]
    fn labels_that_changed_are_told_apart_from_types() {
        let old = written(r#"{"a": {"name": {"type": "char", "string": "Name"}}}"#);
        let new = written(r#"{"a": {"name": {"type": "char", "string": "Full name"}}}"#);
        let found = difference(&old, &new);
        assert_eq!(found.len(), 1);
        assert!(found[0].contains("labels"), "{found:?}");
    }
}
