//! Sets of the size of real programs, and what they cost in steps.

use netpolc::sets::{
    Budget, End, Flow, FlowSet, Pods, Ports, Protocol, Selector, TooComplex, Values, maximal,
};

const MANY: usize = 2_000;

fn app(name: usize) -> Selector {
    Selector::everything().with("app", Values::one_of([format!("app-{name}")]))
}

fn pods(name: usize) -> End {
    End::Pods(Pods::in_namespace("shop", app(name)))
}

fn port(number: u16) -> Ports {
    Ports::numbers(Protocol::Tcp, number, number)
}

/// A chain of applications, each of which reaches the next.
fn chain(ports: impl Fn(usize) -> Ports) -> impl Iterator<Item = Flow> {
    (0..MANY).map(move |at| Flow::new(pods(at), pods(at + 1), ports(at)))
}

#[test]
fn equal_products_cancel_without_a_step() {
    let (one, two) = (
        FlowSet::from_flows(chain(|_| port(80))),
        chain(|_| port(80)),
    );
    let two: FlowSet = two.collect();
    let budget = &mut Budget::new(0);
    assert_eq!(one.minus(&two, budget), Ok(FlowSet::empty()));
}

#[test]
fn unlike_products_cost_steps_in_proportion() {
    let one: FlowSet = chain(|_| port(80)).collect();
    let two: FlowSet = chain(|_| port(80).union(&port(81))).collect();
    let budget = &mut Budget::new(10 * MANY as u64);
    assert_eq!(one.minus(&two, budget), Ok(FlowSet::empty()));
    let rest = two.minus(&one, budget).expect("ten steps a product");
    assert_eq!(rest, chain(|_| port(81)).collect());
}

#[test]
fn many_sources_of_one_target_become_one_product() {
    let flows = (1..MANY).map(|at| Flow::new(pods(at), pods(0), port(80)));
    let set = FlowSet::from_flows(flows);
    assert_eq!(set.flows().len(), 1);
    let names = Values::one_of((1..MANY).map(|at| format!("app-{at}")));
    let sources = Pods::in_namespace("shop", Selector::everything().with("app", names));
    assert_eq!(
        set.flows(),
        [Flow::new(End::Pods(sources), pods(0), port(80))]
    );
}

#[test]
fn many_ports_of_one_pair_become_one_product() {
    let flows = (1..=2_000).map(|number| Flow::new(pods(0), pods(1), port(number)));
    let whole = Flow::new(pods(0), pods(1), Ports::numbers(Protocol::Tcp, 1, 2_000));
    assert_eq!(FlowSet::from_flows(flows).flows(), [whole]);
}

#[test]
fn a_difference_that_explodes_is_given_up() {
    let key = |at: usize| {
        let either = Values::one_of(["x"]);
        Selector::everything()
            .with(format!("a{at}"), either.clone())
            .with(format!("b{at}"), either)
    };
    let end = |labels| End::Pods(Pods::in_namespace("shop", labels));
    let holes =
        (0..40).map(|at| Flow::new(end(key(at)), end(Selector::everything()), Ports::all()));
    let all = Flow::new(
        end(Selector::everything()),
        end(Selector::everything()),
        Ports::all(),
    );
    let budget = &mut Budget::new(5_000);
    let rest = FlowSet::from_flows([all]).minus(&holes.collect(), budget);
    assert_eq!(rest, Err(TooComplex));
}

#[test]
fn families_of_names_are_all_maximal() {
    let mut all: Vec<Selector> = (0..10_000).rev().map(app).collect();
    let narrower = all
        .iter()
        .map(|one| one.clone().with("tier", Values::present()));
    let with_narrower: Vec<Selector> = all.iter().cloned().chain(narrower).collect();
    all.sort();
    assert_eq!(maximal(with_narrower), all);
}
