#!/usr/bin/env node
// Settlement side by side with betcruncher (npm): a double and a Goliath.
//
//     BETCRUNCHER=path/to/betcruncher node benches/peers/settle.mjs
//
// The package is not in the npm registry any more; its last version, 1.0.0, is in the repository Catena-Media/betcruncher.
// Prints nanoseconds per ticket for betcruncher, and beside them the best that `cargo bench -p dbsbm-benches
// --bench settle` left in target/criterion. betcruncher works in binary floating point; its answer is printed too.

import { createRequire } from "node:module";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const target = process.env.CARGO_TARGET_DIR ?? join(here, "../../target");
const require = createRequire(import.meta.url);

const decimal = ["2.10", "1.85", "3.40", "1.91", "2.75", "1.66", "2.05", "4.33"];
// betcruncher reads fractional odds.
const fractional = decimal.map((price) => `${Math.round((Number(price) - 1) * 100)}/100`);

const tickets = [
    { name: "double", type: "double", legs: 2, ours: "settle_double from text" },
    { name: "goliath", type: "goliath", legs: 8, ours: "settle_goliath from text" },
];

// The best of many short runs: on a busy machine the others measure their neighbours.
function nanoseconds(run) {
    const until = process.hrtime.bigint() + 2_000_000_000n;
    let best = Infinity;
    while (process.hrtime.bigint() < until) {
        const start = process.hrtime.bigint();
        for (let i = 0; i < 200; i++) run();
        best = Math.min(best, Number(process.hrtime.bigint() - start) / 200);
    }
    return best;
}

function ours(name) {
    const file = join(target, "criterion", name, "new", "sample.json");
    if (!existsSync(file)) return null;
    const { times, iters } = JSON.parse(readFileSync(file, "utf8"));
    return Math.min(...times.map((time, i) => time / iters[i]));
}

let betcruncher;
try {
    betcruncher = require(process.env.BETCRUNCHER ?? "betcruncher");
} catch {
    console.error("betcruncher is not there: BETCRUNCHER=path/to/betcruncher");
    process.exit(1);
}

for (const ticket of tickets) {
    const slip = { type: ticket.type, stake: 1, eachWay: false };
    // It writes decimal prices into the selections it is given, so each run gets its own.
    const selections = () => fractional.slice(0, ticket.legs).map((odds) => ({ odds, terms: "1/4", position: 1 }));
    const theirs = nanoseconds(() => betcruncher(slip, selections()));
    const mine = ours(ticket.ours);
    const answer = JSON.stringify(betcruncher(slip, selections()));
    const ratio = mine ? `, dbsbm ${mine.toFixed(0)} ns, ${(theirs / mine).toFixed(0)} times faster` : "";
    console.log(`${ticket.name}: betcruncher ${theirs.toFixed(0)} ns${ratio} (betcruncher answers ${answer})`);
}
