//! The short ways of the port lead to where the long ones lead: of anything that a program passes
//! or a server answers, both make the same, byte by byte, or refuse it with the same words.
//!
//! Each run begins with another seed; a failure says which, and `SEED=` repeats it in Node.

use js_sys::{Array, JsString};
use odoo_client_wasm::arguments::reason;
use odoo_client_wasm::crud::{self, Crud, Invocation, Links};
use odoo_client_wasm::domain::METHODS;
use odoo_client_wasm::error::Error;
use odoo_client_wasm::protocol::http::Response;
use odoo_client_wasm::protocol::wire::Carried;
use odoo_client_wasm::protocol::{Call, envelope};
use odoo_client_wasm::value::{Answers, Given, Kind, Part, Texts, Value};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use super::javascript::evaluate;
use super::long_ways::Long;

#[wasm_bindgen(module = "/tests/generated.js")]
extern "C" {
    #[wasm_bindgen(js_name = firstSeed)]
    fn first_seed() -> u32;
    #[wasm_bindgen(js_name = callFrom)]
    fn call_from(seed: u32, taking: &str) -> Array;
    #[wasm_bindgen(js_name = searchFrom)]
    fn search_from(seed: u32) -> Array;
    #[wasm_bindgen(js_name = valuesFrom)]
    fn values_from(seed: u32) -> Array;
    #[wasm_bindgen(js_name = recordsFrom)]
    fn records_from(seed: u32) -> JsValue;
    #[wasm_bindgen(js_name = answerFrom)]
    fn answer_from(seed: u32) -> JsValue;
    #[wasm_bindgen(js_name = nameFrom)]
    fn name_from(seed: u32) -> JsValue;
    #[wasm_bindgen(js_name = listFrom)]
    fn list_from(seed: u32) -> JsValue;
}

const CASES: u32 = 3000;

fn seeds() -> impl Iterator<Item = u32> {
    let first = first_seed();
    first..first + CASES
}

/// How often something happened among the cases: what never does proves nothing.
fn assert_often(count: u32, what: &str) {
    assert!(
        count > CASES / 20,
        "{what}: only {count} of {CASES} from the seed {} on",
        first_seed()
    );
}

/// The items of a list, as values that go one of both ways.
fn items<V, const N: usize>(list: &Array, of: impl Fn(JsValue) -> V) -> [V; N] {
    std::array::from_fn(|index| of(list.get(index as u32)))
}

/// A value as it is sent.
fn sent<V: Texts<Text = JsString>>(value: &V) -> String {
    match value.kind() {
        kind @ (Kind::Undefined | Kind::Other) => format!("{kind:?}"),
        _ => match value.to_json() {
            Ok(text) => text.as_string().unwrap_or_else(|| "nothing".to_owned()),
            Err(exception) => ["throws ", &reason(&exception)].concat(),
        },
    }
}

fn refused<V: Value>(error: Error<V>) -> String {
    let error = error.into_details();
    // As JSON, what is not given in a list is null.
    let message = error.message.replace("undefined", "null");
    let cause = error.cause.as_ref().map(reason);
    let place = error.place;
    format!(
        "{:?} {message} {:?} {:?} {:?} {cause:?} {}",
        error.class, error.code, place.model, place.method, error.refused
    )
}

fn told<V: Texts<Text = JsString>, T>(
    result: Result<T, Error<V>>,
    tell: impl FnOnce(T) -> String,
) -> String {
    result.map_or_else(refused, tell)
}

fn of_call<V: Given + Carried<Text = JsString>>(given: [V; 4]) -> String {
    let [model, method, args, kwargs] = given;
    told(crud::call(model, method, args, kwargs), |call| {
        let Call {
            model,
            method,
            args,
            kwargs,
            ..
        } = &call;
        let text = |json: Result<JsString, V>| match json {
            Ok(text) => text.as_string().unwrap_or_default(),
            Err(exception) => reason(&exception),
        };
        let start = JsString::from("/json/2/");
        [
            call.model_name(),
            call.method_name(),
            &text(V::call_params(model, method, args, kwargs)),
            &text(V::listed([model, method, args, kwargs])),
            &String::from(V::endpoint(&start, model, method)),
        ]
        .join("\n")
    })
}

#[wasm_bindgen_test]
fn a_call_that_goes_the_short_way_is_the_one_that_the_long_way_makes() {
    let taking = METHODS.join(" ");
    let (mut short, mut refused) = (0, 0);
    for seed in seeds() {
        let [model, method, args, kwargs] = items(&call_from(seed, &taking), |value| value);
        short += u32::from(JsValue::is_plain_call(&model, &method, &args, &kwargs));
        let made = of_call([model, method, args, kwargs]);
        refused += u32::from(made.starts_with("Type "));
        let expected = of_call(items(&call_from(seed, &taking), Long));
        assert_eq!(made, expected, "seed {seed}");
    }
    assert_often(short, "a call went the short way");
    assert_often(refused, "a call was refused");
}

#[wasm_bindgen_test]
fn no_method_that_takes_a_domain_takes_a_wrong_one_by_the_short_way() {
    let model = JsValue::from("res.partner");
    for method in METHODS {
        let name = JsValue::from(method);
        for (args, kwargs) in [("[[['a', '=']]]", "{}"), ("[]", "{ domain: [['a', '=']] }")] {
            let (args, kwargs) = (evaluate(args), evaluate(kwargs));
            assert!(
                !JsValue::is_plain_call(&model, &name, &args, &kwargs),
                "{method}"
            );
            assert!(
                crud::call(model.clone(), name.clone(), args, kwargs).is_err(),
                "{method}"
            );
        }
        let (args, kwargs) = (evaluate("[[['a', '=', 1]]]"), evaluate("{}"));
        assert!(
            JsValue::is_plain_call(&model, &name, &args, &kwargs),
            "{method}"
        );
    }
}

fn of_invocation<V: Given + Texts<Text = JsString>>(
    method: Crud,
    given: [V; 4],
    links: Links,
) -> String {
    told(method.invocation(given, links), |(invocation, options)| {
        let Invocation {
            method,
            args,
            kwargs,
        } = invocation;
        let kwargs = kwargs.map_or("none".to_owned(), |kwargs| sent(&kwargs));
        [method, &sent(&args), &kwargs, &sent(&options)].join("\n")
    })
}

#[wasm_bindgen_test]
fn a_search_that_goes_the_short_way_is_the_one_that_the_long_way_makes() {
    for (method, with_fields) in [(Crud::Search, false), (Crud::SearchRead, true)] {
        let (mut short, mut refused) = (0, 0);
        for seed in seeds() {
            let given = search_from(seed);
            let [domain, options] = items(&given, |value| value);
            short += u32::from(JsValue::plain_search(&domain, &options, with_fields).is_some());
            let made = of_invocation(method, items(&given, |value| value), Links::Ids);
            refused += u32::from(made.starts_with("Type "));
            let expected = of_invocation(method, items(&search_from(seed), Long), Links::Ids);
            assert_eq!(made, expected, "seed {seed}");
        }
        assert_often(short, "a search went the short way");
        assert_often(refused, "a search was refused");
    }
}

#[wasm_bindgen_test]
fn values_that_a_quick_look_takes_are_those_that_a_close_one_takes() {
    let (mut accepted, mut refused) = (0, 0);
    for seed in seeds() {
        let invoked = |list: Array| {
            let is_write = list.shift().is_truthy();
            (if is_write { Crud::Write } else { Crud::Create }, list)
        };
        for links in [Links::Ids, Links::Objects] {
            let (method, given) = invoked(values_from(seed));
            let made = of_invocation(method, items(&given, |value| value), links);
            let is_refused = made.starts_with("Type ");
            accepted += u32::from(!is_refused);
            refused += u32::from(is_refused);
            let (method, given) = invoked(values_from(seed));
            let expected = of_invocation(method, items(&given, Long), links);
            assert_eq!(made, expected, "seed {seed}");
        }
    }
    assert_often(accepted, "values were accepted");
    assert_often(refused, "values were refused");
}

#[wasm_bindgen_test]
fn an_answer_that_is_opened_in_one_step_is_the_one_that_the_envelope_opens() {
    const ID: u64 = 7;
    let opened = |result: Result<_, Error<_>>| told(result, |value: JsValue| sent(&value));
    let (mut short, mut refused) = (0, 0);
    for seed in seeds() {
        short += u32::from(answer_from(seed).plain_result(ID).is_some());
        let made = opened(envelope::open(Response::ok(answer_from(seed)), ID));
        let expected = envelope::open(Response::ok(Long(answer_from(seed))), ID);
        refused += u32::from(expected.is_err());
        let expected = told(expected, |value| sent(&value));
        assert_eq!(made, expected, "seed {seed}");
    }
    assert_often(short, "an answer was opened in one step");
    assert_often(refused, "an answer was refused");
}

#[wasm_bindgen_test]
fn the_fields_that_hold_objects_are_found_in_one_step_as_one_by_one() {
    let mut found = 0;
    for seed in seeds() {
        for nested in [false, true] {
            let made = records_from(seed).object_fields(nested);
            found += u32::from(!made.is_empty());
            let expected = Long(records_from(seed)).object_fields(nested);
            assert_eq!(made, expected, "seed {seed}, nested: {nested}");
        }
    }
    assert_often(found, "a field held objects");
}

#[wasm_bindgen_test]
fn what_lists_hold_is_found_in_one_step_as_item_by_item() {
    const KINDS: [Kind; 8] = [
        Kind::Undefined,
        Kind::Null,
        Kind::Boolean,
        Kind::Number,
        Kind::String,
        Kind::Array,
        Kind::Object,
        Kind::Other,
    ];
    for seed in seeds() {
        let (list, long) = (list_from(seed), Long(list_from(seed)));
        if list.kind() != Kind::Array {
            continue;
        }
        for kind in KINDS {
            let (made, expected) = (list.first_other_than(kind), long.first_other_than(kind));
            assert_eq!(made, expected, "seed {seed}: {kind:?}");
        }
        let (made, expected) = (list.first_non_integer(), long.first_non_integer());
        assert_eq!(made, expected, "seed {seed}");
    }
}

#[wasm_bindgen_test]
fn names_become_parts_of_a_path_as_the_engine_escapes_them() {
    let (mut dotted, start) = (0, JsString::from("/json/2/"));
    for seed in seeds() {
        let (name, other) = (name_from(seed), name_from(seed.wrapping_add(1)));
        let (long, long_other) = (Long(name.clone()), Long(other.clone()));
        let made = JsValue::endpoint(&start, &name, &other);
        // Half of a pair is escaped with its whole name.
        let is_whole = [&name, &other]
            .iter()
            .all(|name| JsString::from((*name).clone()).is_valid_utf16());
        if is_whole {
            let expected = Long::endpoint(&start, &long, &long_other);
            assert_eq!(String::from(made), String::from(expected), "seed {seed}");
        }
        let is_dotted = name.is_dotted_name();
        dotted += u32::from(is_dotted);
        assert_eq!(is_dotted, long.is_dotted_name(), "seed {seed}");
        assert_eq!(name.is_name(), long.is_name(), "seed {seed}");
    }
    assert_often(dotted, "a name was one of a model");
}

#[wasm_bindgen_test]
fn texts_are_joined_in_steps_of_five_as_one_by_one() {
    for seed in seeds() {
        let names: Vec<JsString> = (0..seed % 14)
            .map(|at| JsString::from(name_from(seed.wrapping_add(at))))
            .collect();
        let parts: Vec<Part<'_, JsString>> = names
            .iter()
            .enumerate()
            .map(|(at, name)| match at % 4 {
                0 => Part::Text(name),
                1 => Part::Literal("\",\""),
                2 => Part::Written("é"),
                _ => Part::Number(u64::from(seed) << 20),
            })
            .collect();
        let (made, expected) = (JsValue::join(&parts), Long::join(&parts));
        assert_eq!(JsValue::from(made), JsValue::from(expected), "seed {seed}");
    }
}
