//! Writes the schema as TypeScript: the same text for the same schema, whatever order the server
//! answered in.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use serde_json::Value;

use crate::kind::Kind;
use crate::method::{Method, type_of};
use crate::schema::{Field, Model, Schema};

/// How types are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Manner {
    /// Whether required fields may be empty all the same, and selections have keys that nobody
    /// lists.
    pub lenient: bool,
}

/// The name that stands for methods, which no model and no field has.
const METHODS: &str = "()";

/// Writes `odoo.d.ts`: the interface `Odoo`, and one for each model.
pub fn declare(schema: &Schema, manner: Manner) -> String {
    let names = interfaces(schema.models.keys());
    let has_methods = |model: &Model| !model.methods.is_empty();
    let mut out = String::new();
    let database = match schema.series.as_str() {
        "" => "of the database".to_owned(),
        series => format!("of an Odoo {} database", one_line(series)),
    };
    let _ = write!(
        out,
        "// The models {database}, written by `npx odoo-client-wasm types`. Do not edit: run it again.\n\
         import type * as f from 'odoo-client-wasm/schema';\n\n\
         /** The models of the database, by their technical names. */\n\
         export interface Odoo {{\n"
    );
    for (name, model) in &schema.models {
        comment(&mut out, "  ", &[model.description.as_str()]);
        let _ = writeln!(out, "  {}: {};", literal(name), names[name]);
    }
    if schema.models.values().any(has_methods) {
        let _ = writeln!(
            out,
            "  /** The methods the server describes. */\n  '{METHODS}': OdooMethods;"
        );
    }
    out.push_str("}\n");
    for (name, model) in &schema.models {
        let about = match model.description.as_str() {
            "" => format!("`{name}`"),
            description => format!("{description}: `{name}`"),
        };
        out.push('\n');
        comment(&mut out, "", &[&about]);
        let _ = writeln!(out, "export interface {} {{", names[name]);
        for (field, description) in ordered(&model.fields) {
            declare_field(&mut out, field, description, manner);
        }
        out.push_str("}\n");
    }
    if schema.models.values().any(has_methods) {
        declare_methods(&mut out, schema);
    }
    out
}

/// The fields in the order of their names, `id` first.
fn ordered(fields: &BTreeMap<String, Field>) -> impl Iterator<Item = (&String, &Field)> {
    let id = fields.get_key_value("id");
    id.into_iter()
        .chain(fields.iter().filter(|(name, _)| *name != "id"))
}

fn declare_field(out: &mut String, name: &str, field: &Field, manner: Manner) {
    let mut notes = Vec::new();
    if field.required {
        notes.push("Required.".to_owned());
    }
    if field.readonly && name != "id" {
        notes.push("Read-only.".to_owned());
    }
    if field.company_dependent {
        notes.push("Each company has its own.".to_owned());
    }
    if !field.currency_field.is_empty() {
        notes.push(format!("In the currency of `{}`.", field.currency_field));
    }
    let notes = notes.join(" ");
    comment(out, "  ", &[&field.label, &notes, &field.help]);
    let _ = writeln!(
        out,
        "  {}: {};",
        member(name),
        type_of_field(name, field, manner)
    );
}

/// The descriptor of a field, such as `f.Many2oneField<'res.country', 'required'>`.
pub fn type_of_field(name: &str, field: &Field, manner: Manner) -> String {
    if name == "id" {
        return "f.IdField".to_owned();
    }
    let mut arguments = Vec::new();
    match field.kind {
        Kind::Many2one | Kind::One2many | Kind::Many2many => {
            arguments.push(match field.relation.as_str() {
                "" => "string".to_owned(),
                relation => literal(relation),
            });
        }
        Kind::Selection | Kind::Reference => {
            let keys: BTreeSet<String> = field
                .selection
                .iter()
                .map(|(key, _)| key_literal(key))
                .collect();
            let mut keys: Vec<String> = keys.into_iter().collect();
            let may_be_others = manner.lenient && field.kind == Kind::Selection;
            if keys.is_empty() {
                keys.push("string".to_owned());
            } else if may_be_others {
                keys.push("(string & {})".to_owned());
            }
            arguments.push(keys.join(" | "));
        }
        Kind::Unknown => arguments.push(literal(&field.odoo_type)),
        _ => {}
    }
    let flags = flags(field, manner);
    if !flags.is_empty() {
        arguments.push(flags);
    }
    let arguments = match arguments.as_slice() {
        [] => String::new(),
        several => format!("<{}>", several.join(", ")),
    };
    format!("f.{}Field{arguments}", field.kind.declared())
}

fn flags(field: &Field, manner: Manner) -> String {
    let mut flags = Vec::new();
    let may_be_empty = manner.lenient || !field.is_filled();
    if field.required && field.kind.can_be_false() && may_be_empty {
        // Nobody may empty it, though it may be empty.
        flags.push("'needed'");
    } else if field.required && field.is_filled() {
        flags.push("'required'");
    }
    if field.readonly {
        flags.push("'readonly'");
    }
    if !field.searchable {
        flags.push("'unsearchable'");
    }
    if !field.sortable && field.kind.is_ordered() {
        flags.push("'unsortable'");
    }
    flags.join(" | ")
}

/// Writes the methods by model: those that all models have alike once, for there are fifty of them.
fn declare_methods(out: &mut String, schema: &Schema) {
    let models: Vec<(&String, &Model)> = schema
        .models
        .iter()
        .filter(|(_, model)| !model.methods.is_empty())
        .collect();
    let is_shared = |name: &String, method: &Method| {
        models.len() > 1
            && models
                .iter()
                .all(|(_, model)| model.methods.get(name) == Some(method))
    };
    let shared: Vec<(&String, &Method)> = models
        .iter()
        .take(1)
        .flat_map(|(_, model)| &model.methods)
        .filter(|(name, method)| is_shared(name, method))
        .collect();
    let base = if shared.is_empty() {
        String::new()
    } else {
        out.push_str("\n/** Methods that each of these models has. */\nexport interface OdooSharedMethods {\n");
        for (name, method) in &shared {
            declare_method(out, "  ", name, method);
        }
        out.push_str("}\n");
        "OdooSharedMethods & ".to_owned()
    };
    out.push_str("\n/** Methods by model. */\nexport interface OdooMethods {\n");
    for (name, model) in &models {
        let own: Vec<_> = model
            .methods
            .iter()
            .filter(|(name, method)| !is_shared(name, method))
            .collect();
        if own.is_empty() {
            let _ = writeln!(out, "  {}: OdooSharedMethods;", literal(name));
            continue;
        }
        let _ = writeln!(out, "  {}: {base}{{", literal(name));
        for (name, method) in own {
            declare_method(out, "    ", name, method);
        }
        out.push_str("  };\n");
    }
    out.push_str("}\n");
}

fn declare_method(out: &mut String, indent: &str, name: &str, method: &Method) {
    comment(out, indent, &[&method.doc]);
    let mut parameters: Vec<String> = method
        .parameters
        .iter()
        .map(|parameter| {
            let mark = if parameter.optional { "?" } else { "" };
            format!(
                "{}{mark}: {}",
                member(&parameter.name),
                type_of(&parameter.annotation)
            )
        })
        .collect();
    if method.takes_more {
        parameters.push("[name: string]: any".to_owned());
    }
    let parameters = match parameters.as_slice() {
        [] => "{}".to_owned(),
        several => format!("{{ {} }}", several.join("; ")),
    };
    let on = if method.of_model {
        "'model'"
    } else {
        "'records'"
    };
    let order: Vec<String> = method
        .parameters
        .iter()
        .filter(|parameter| !parameter.by_name)
        .map(|parameter| literal(&parameter.name))
        .collect();
    let answer = type_of(&method.returns);
    let _ = writeln!(
        out,
        "{indent}{}: f.Method<{on}, [{}], {parameters}, {answer}>;",
        member(name),
        order.join(", ")
    );
}

/// A name for each model's interface: `res.partner` is `ResPartner`. Where two would have the same,
/// the later one has a number.
fn interfaces<'a>(models: impl Iterator<Item = &'a String>) -> BTreeMap<String, String> {
    let mut taken: BTreeSet<String> = ["Odoo", "OdooMethods", "OdooSharedMethods", "f"]
        .map(str::to_owned)
        .into();
    let mut names = BTreeMap::new();
    for model in models {
        let parts = model.split(|char: char| !char.is_ascii_alphanumeric());
        let mut name: String = parts
            .filter_map(|part| {
                let first = part.chars().next()?;
                Some(format!("{}{}", first.to_ascii_uppercase(), &part[1..]))
            })
            .collect();
        if !name.starts_with(|char: char| char.is_ascii_alphabetic()) {
            name.insert_str(0, "Model");
        }
        let bare = name.clone();
        let mut number = 2;
        while !taken.insert(name.clone()) {
            name = format!("{bare}_{number}");
            number += 1;
        }
        names.insert(model.clone(), name);
    }
    names
}

/// Writes a comment that explains what follows. What texts say ends no comment and begins no tag.
fn comment(out: &mut String, indent: &str, parts: &[&str]) {
    let lines: Vec<String> = parts
        .iter()
        .flat_map(|part| part.split(['\n', '\r', '\u{2028}', '\u{2029}']))
        .map(one_line)
        .filter(|line| !line.is_empty())
        .collect();
    match lines.as_slice() {
        [] => {}
        [only] => drop(writeln!(out, "{indent}/** {only} */")),
        several => {
            let _ = writeln!(out, "{indent}/**");
            for line in several {
                let _ = writeln!(out, "{indent} * {line}");
            }
            let _ = writeln!(out, "{indent} */");
        }
    }
}

/// Text on one line, without what would end a comment.
fn one_line(text: &str) -> String {
    let plain: String = text
        .chars()
        .map(|char| if char.is_control() { ' ' } else { char })
        .collect();
    let words: Vec<&str> = plain.split_whitespace().collect();
    let line = words.join(" ").replace("*/", "*\\/");
    // A tag of the documentation would begin here.
    if line.starts_with('@') {
        format!("\\{line}")
    } else {
        line
    }
}

/// A string of TypeScript.
pub(crate) fn literal(text: &str) -> String {
    let mut out = String::from("'");
    for char in text.chars() {
        match char {
            '\'' => out.push_str("\\'"),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            char if char.is_control() || matches!(char, '\u{2028}' | '\u{2029}') => {
                let _ = write!(out, "\\u{:04x}", u32::from(char));
            }
            char => out.push(char),
        }
    }
    out.push('\'');
    out
}

/// A key of a selection as a type; old modules have numbers.
fn key_literal(key: &Value) -> String {
    match key {
        Value::String(text) => literal(text),
        Value::Number(number) => number.to_string(),
        Value::Bool(flag) => flag.to_string(),
        _ => "string".to_owned(),
    }
}

/// The name of a member: as it is where it is a name, else quoted.
pub(crate) fn member(name: &str) -> String {
    let mut chars = name.chars();
    let first = chars
        .next()
        .is_some_and(|char| char.is_ascii_alphabetic() || char == '_');
    if first && chars.all(|char| char.is_ascii_alphanumeric() || char == '_') {
        name.to_owned()
    } else {
        literal(name)
    }
}
