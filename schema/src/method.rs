//! Methods, as a server from 19 on describes them under `/doc-bearer`.

use serde_json::Value;

/// A method that programs may call.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Method {
    /// Whether it is called without records.
    pub of_model: bool,
    /// Its parameters, in their order.
    pub parameters: Vec<Parameter>,
    /// Whether it takes any other named argument as well.
    pub takes_more: bool,
    /// What Python says of the answer; empty where it says nothing.
    pub returns: String,
    /// What it does, in words.
    pub doc: String,
}

/// A parameter of a method.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// Whether it is given by its name alone, not by its place.
    pub by_name: bool,
    /// Whether it may be left out.
    pub optional: bool,
    /// What Python says of its values; empty where it says nothing.
    pub annotation: String,
}

impl Method {
    /// Reads the description of a method.
    pub fn read(described: &Value) -> Self {
        let text =
            |value: Option<&Value>| value.and_then(Value::as_str).unwrap_or_default().to_owned();
        let api = described.get("api").and_then(Value::as_array);
        let parameters = described.get("parameters").and_then(Value::as_object);
        let kind = |parameter: &Value| text(parameter.get("kind"));
        let takes_more =
            parameters.is_some_and(|all| all.values().any(|one| kind(one) == "VAR_KEYWORD"));
        let parameters = parameters
            .into_iter()
            .flatten()
            .filter(|(_, parameter)| kind(parameter) != "VAR_KEYWORD")
            .map(|(name, parameter)| Parameter {
                name: name.clone(),
                by_name: kind(parameter) == "KEYWORD_ONLY",
                optional: parameter.get("default").is_some() || kind(parameter) == "VAR_POSITIONAL",
                annotation: text(parameter.get("annotation")),
            });
        Self {
            of_model: api.is_some_and(|api| api.iter().any(|kind| kind == "model")),
            parameters: parameters.collect(),
            takes_more,
            returns: text(
                described
                    .get("return")
                    .and_then(|answer| answer.get("annotation")),
            ),
            doc: text(described.get("doc")),
        }
    }
}

/// The TypeScript type of a Python annotation; `any` where nothing certain can be said.
pub fn type_of(annotation: &str) -> String {
    let annotation = annotation.trim().trim_matches(['\'', '"']);
    if let Some(parts) = split(annotation, '|')
        && parts.len() > 1
    {
        let mut types: Vec<String> = Vec::new();
        for one in parts.iter().map(|part| type_of(part)) {
            if one == "any" {
                return one;
            }
            if !types.contains(&one) {
                types.push(one);
            }
        }
        return types.join(" | ");
    }
    let (head, inner) = match annotation.split_once('[') {
        Some((_, rest)) if !rest.ends_with(']') => return "any".to_owned(),
        Some((head, rest)) => (head.trim(), rest.strip_suffix(']')),
        None => (annotation, None),
    };
    match (head, inner) {
        ("int" | "float", None) => "number".to_owned(),
        ("str", None) => "string".to_owned(),
        ("bool", None) => "boolean".to_owned(),
        ("None", None) => "null".to_owned(),
        ("list" | "Sequence" | "Collection" | "Iterable" | "set", None) => "any[]".to_owned(),
        ("list" | "Sequence" | "Collection" | "Iterable" | "set", Some(inner)) => {
            let inner = type_of(inner);
            if inner.contains(" | ") {
                format!("({inner})[]")
            } else {
                format!("{inner}[]")
            }
        }
        ("tuple", Some(inner)) => match split(inner, ',') {
            Some(parts) if parts.last().is_some_and(|last| last.trim() != "...") => {
                let parts: Vec<String> = parts.iter().map(|part| type_of(part)).collect();
                format!("[{}]", parts.join(", "))
            }
            _ => "any[]".to_owned(),
        },
        ("dict", None) | ("ValuesType", None) => "Record<string, any>".to_owned(),
        ("dict", Some(inner)) => match split(inner, ',').as_deref() {
            Some([_, value]) => format!("Record<string, {}>", type_of(value)),
            _ => "Record<string, any>".to_owned(),
        },
        ("Optional", Some(inner)) => match type_of(inner).as_str() {
            "any" => "any".to_owned(),
            inner => format!("{inner} | null"),
        },
        ("DomainType", None) => "readonly any[]".to_owned(),
        _ => "any".to_owned(),
    }
}

/// Splits at a sign outside brackets; `None` where the brackets do not match.
fn split(text: &str, at: char) -> Option<Vec<&str>> {
    let (mut depth, mut from, mut parts) = (0usize, 0, Vec::new());
    for (place, char) in text.char_indices() {
        match char {
            '[' | '(' => depth += 1,
            ']' | ')' => depth = depth.checked_sub(1)?,
            char if char == at && depth == 0 => {
                parts.push(&text[from..place]);
                from = place + char.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(&text[from..]);
    (depth == 0).then_some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_annotation_of_python_becomes_a_type_or_any() {
        for (python, typescript) in [
            ("int", "number"),
            ("list[int]", "number[]"),
            ("str | None", "string | null"),
            ("Optional[str]", "string | null"),
            ("dict[str, list[int]]", "Record<string, number[]>"),
            ("list[int | str]", "(number | string)[]"),
            ("tuple[int, str]", "[number, string]"),
            ("tuple[int, ...]", "any[]"),
            ("list[ValuesType]", "Record<string, any>[]"),
            ("Self", "any"),
            ("ResPartner | None", "any"),
            ("list[int", "any"),
            ("", "any"),
        ] {
            assert_eq!(type_of(python), typescript, "{python}");
        }
    }
}
