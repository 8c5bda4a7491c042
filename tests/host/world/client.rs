//! A client in the world of the tests, and whoever confirms what it does.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::Future;
use std::rc::Rc;

use odoo_client_wasm::client::{CallOptions, Client, Config};
use odoo_client_wasm::connection::{Credentials, Server};
use odoo_client_wasm::error::{Class, Details, Failure};
use odoo_client_wasm::operation::{DELETE_METHODS, READ_METHODS, SafetyLevel};
use odoo_client_wasm::protocol::{Call, Protocol};
use odoo_client_wasm::safety::Guard;
use odoo_client_wasm::url::ServerUrl;
use serde_json::{Value, json};

use super::{World, result};

/// The password of every test. It must never show up anywhere but in requests.
pub(crate) const PASSWORD: &str = "hunter2";

/// What confirm answers.
pub(crate) enum Answer {
    Yes,
    No,
    Throws(Value),
    /// Yes, but a person had to think.
    YesAfter(f64),
}

/// A guard that answers by a script, and remembers what it was asked.
#[derive(Clone, Default)]
pub(crate) struct Asked {
    /// What is still to be answered; a guard without answers is off.
    answers: Rc<RefCell<VecDeque<Answer>>>,
    world: World,
    pub(crate) operations: Rc<RefCell<Vec<Value>>>,
}

impl Asked {
    pub(crate) fn answering(world: &World, answers: impl IntoIterator<Item = Answer>) -> Self {
        Self {
            answers: Rc::new(RefCell::new(answers.into_iter().collect())),
            world: world.clone(),
            operations: Rc::default(),
        }
    }
}

impl Guard for Asked {
    type Value = Value;

    fn level_of(&self, method: &Value) -> SafetyLevel {
        let method = method.as_str().expect("a method's name");
        if READ_METHODS.contains(&method) {
            SafetyLevel::Read
        } else if DELETE_METHODS.contains(&method) {
            SafetyLevel::Delete
        } else {
            SafetyLevel::Write
        }
    }

    fn is_on(&self) -> bool {
        !self.answers.borrow().is_empty()
    }

    fn confirm(&self, operation: &Value) -> impl Future<Output = Result<bool, Value>> {
        self.operations.borrow_mut().push(operation.clone());
        let answer = self.answers.borrow_mut().pop_front();
        let world = self.world.clone();
        async move {
            match answer.expect("nobody expected a question") {
                Answer::Yes => Ok(true),
                Answer::No => Ok(false),
                Answer::Throws(exception) => Err(exception),
                Answer::YesAfter(milliseconds) => {
                    world.until(Some(world.now() + milliseconds)).await;
                    Ok(true)
                }
            }
        }
    }
}

pub(crate) type TestClient = Rc<Client<World, Asked>>;
pub(crate) type Outcome = Result<Value, Failure<Value>>;

/// A configuration with nothing but what is needed, over `/jsonrpc`, where nothing is made again by
/// itself.
pub(crate) fn config() -> Config<Value> {
    Config {
        server: Server {
            url: ServerUrl::parse("http://odoo.test:8069").expect("a good address"),
            database: Some("demo".into()),
            protocol: Some(Protocol::JsonRpc),
        },
        credentials: Credentials {
            username: Some("admin".into()),
            password: Some(PASSWORD.into()),
            api_key: None,
        },
        timeout_ms: None,
        context: None,
        max_concurrent: 8,
        retries: 0,
    }
}

/// The same over another protocol; `None` is the client's own choice.
pub(crate) fn config_over(protocol: Option<Protocol>) -> Config<Value> {
    let mut config = config();
    config.server.protocol = protocol;
    config
}

/// A client that nobody has logged in.
pub(crate) fn client_with(world: &World, config: Config<Value>, guard: Asked) -> TestClient {
    Rc::new(Client::new(config, world.clone(), guard))
}

/// A client that is logged in as user 2.
pub(crate) fn logged_in_with(world: &World, config: Config<Value>, guard: Asked) -> TestClient {
    let client = client_with(world, config, guard);
    expect_login(world, 2);
    authenticate(world, &client).expect("the login works");
    client
}

/// A client that is logged in, with the plainest configuration and nobody to confirm.
pub(crate) fn logged_in(world: &World) -> TestClient {
    logged_in_with(world, config(), Asked::default())
}

/// The requests of a login that works.
pub(crate) fn expect_login(world: &World, uid: i64) {
    world
        .expect("common.login", result(json!(uid)))
        .expect("res.users.read", result(json!([own_record(uid)])));
}

/// What a user reads of himself.
pub(crate) fn own_record(uid: i64) -> Value {
    json!({ "id": uid, "name": "Mitchell Admin", "partner_id": [3, "Mitchell Admin"], "lang": "en_US", "tz": "Europe/Brussels" })
}

pub(crate) fn authenticate(world: &World, client: &TestClient) -> Outcome {
    world.run(login(client))
}

/// A login, to be started.
pub(crate) fn login(client: &TestClient) -> impl Future<Output = Outcome> + use<> {
    let client = Rc::clone(client);
    async move { client.authenticate(CallOptions::default()).await }
}

/// A call, as it would be made of JavaScript: checked and serialised at once, then to be started.
pub(crate) fn prepared(
    client: &TestClient,
    (model, method): (&str, &str),
    (args, kwargs): (Value, Value),
    options: CallOptions<Value>,
) -> impl Future<Output = Outcome> + use<> {
    let call = Call::new(model.into(), method.into(), args, kwargs);
    let prepared = client.prepare(call, None, None, options);
    let client = Rc::clone(client);
    async move { client.run(prepared?).await }
}

/// The plainest call.
pub(crate) fn search(client: &TestClient) -> impl Future<Output = Outcome> + use<> {
    let options = CallOptions::default();
    prepared(
        client,
        ("res.partner", "search"),
        (json!([[]]), json!({})),
        options,
    )
}

/// Runs a call without options.
pub(crate) fn call(
    world: &World,
    client: &TestClient,
    model: &str,
    method: &str,
    args: Value,
) -> Outcome {
    world.run(prepared(
        client,
        (model, method),
        (args, json!({})),
        CallOptions::default(),
    ))
}

/// What is known of an error of ours.
pub(crate) fn details<T: std::fmt::Debug>(outcome: Result<T, Failure<Value>>) -> Details<Value> {
    match outcome {
        Err(Failure::Error(error)) => error.into_details(),
        other => panic!("an error was expected, and this came: {other:?}"),
    }
}

/// Class and message of an error of ours.
pub(crate) fn told<T: std::fmt::Debug>(outcome: Result<T, Failure<Value>>) -> (Class, String) {
    let details = details(outcome);
    (details.class, details.message)
}

/// Somebody else's exception.
pub(crate) fn thrown<T: std::fmt::Debug>(outcome: Result<T, Failure<Value>>) -> Value {
    match outcome {
        Err(Failure::Thrown(exception)) => exception,
        other => panic!("an exception was expected, and this came: {other:?}"),
    }
}
