"""The figures as Markdown: a table for each model and number of rows, and what was aimed at. Standard library only."""

CONNECTIONS = (1, 8, 32)
TUNED = "FastAPI, tuned"
# what it is about; model and rows; our ways in; the peer; at least this many times its throughput
AIMS = [
    *[
        aim
        for model in ("mlp", "trees")
        for aim in (
            (model, 1, ("REST JSON", "own port, JSON"), TUNED, 4),
            (model, 1, ("REST JSON", "own port, JSON"), "FastAPI as taught", 9),
            (model, 1, ("REST JSON", "own port, JSON"), "MLServer, REST", 14),
            (model, 1, ("gRPC",), "MLServer, gRPC", 8),
            (model, 64, ("REST JSON", "own port, JSON"), TUNED, 3),
            (model, 64, ("gRPC",), "MLServer, gRPC", 8),
        )
    ]
]
OURS = ("REST JSON", "REST binary", "gRPC", "own port, JSON", "own port, binary")
VARIANTS = {"Holdfast, ": "", "Holdfast, monitored, ": ", monitored"}


def number(value, digits=1):
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:,.{digits}f}"


class Figures:
    """Cells by (server, model, rows, connections)."""

    def __init__(self, results):
        self.results = results
        self.cells = {(c["server"], c["model"], c["rows"], c["connections"]): c for c in results["cells"]}
        self.limits = {(x["model"], x["rows"], x["processes"]): x for x in results["limit"]}

    def cell(self, server, model, rows, connections=32):
        return self.cells.get((server, model, rows, connections))

    def questions(self):
        return dict.fromkeys((model, rows) for _, model, rows, _ in self.cells)

    def servers(self, question):
        return dict.fromkeys(key[0] for key in self.cells if key[1:3] == question)

    def row(self, server, question):
        cells = [self.cell(server, *question, connections) for connections in CONNECTIONS]
        rates = [number(cell["rate"]) if cell else "" for cell in cells]
        full = next((cell for cell in reversed(cells) if cell), None)
        if full is None:
            return None
        tuned = self.cell(TUNED, *question, full["connections"])
        ratio = f"{full['rate'] / tuned['rate']:.2f}" if tuned else ""
        failed = sum(cell["failed"] for cell in cells if cell)
        rest = [number(full["p50_ms"], 2), number(full["p99_ms"], 2), number(full["cpu_us"]), number(full["memory_mib"]), ratio]
        return f"| {server}{f' ({failed} failed)' if failed else ''} | {' | '.join(rates + rest)} |"

    def table(self, question):
        model, rows = question
        lines = [f"### {model}, {rows} row{'s' if rows > 1 else ''}", ""]
        lines += ["| | 1 | 8 | 32 connections, requests/s | p50 ms | p99 ms | CPU µs a request | MiB | of tuned FastAPI |", "|---|---|---|---|---|---|---|---|---|"]
        for processes in sorted({key[2] for key in self.limits if key[:2] == question}):
            limit = self.limits[(*question, processes)]
            name = f"ONNX Runtime in a loop, {processes} process{'es' if processes > 1 else ''}"
            lines.append(f"| {name} | | | {number(limit['rate'])} | | | {number(limit['cpu_us'])} | | |")
        rows = [self.row(server, question) for server in self.servers(question)]
        return "\n".join(lines + [row for row in rows if row])

    def aims(self):
        lines = ["| at 32 connections | aim | measured | |", "|---|---|---|---|"]

        def say(what, aim, value, reached):
            lines.append(f"| {what} | {aim} | {value} | {'' if reached else '**not reached**'} |")

        for model, rows, ways, peer, times in AIMS:
            other = self.cell(peer, model, rows)
            for way in ways if other else ():
                for prefix, told in VARIANTS.items():
                    ours = self.cell(prefix + way, model, rows)
                    if ours:
                        ratio = ours["rate"] / other["rate"]
                        say(f"{model}, {rows} row{'s' if rows > 1 else ''}: {way}{told} / {peer}", f"≥ {times}", f"{ratio:.1f}", ratio >= times)
        for model in ("mlp", "trees"):
            self.latency(model, say)
        self.own_time(say)
        self.near_limit(say)
        self.monitoring(say)
        return "\n".join(lines)

    def latency(self, model, say):
        peers = [cell["p99_ms"] for key, cell in self.cells.items() if key[1:] == (model, 1, 32) and not key[0].startswith(("Holdfast", "a server"))]
        for way in OURS if peers else ():
            ours = self.cell("Holdfast, " + way, model, 1)
            if ours:
                say(f"{model}, 1 row: p99, {way}, ms", f"< {min(peers):.1f}, the best peer's", f"{ours['p99_ms']:.1f}", ours["p99_ms"] < min(peers))

    def own_time(self, say):
        """The server's timer counts the run, so this is more than its own time."""
        for way in OURS:
            ours = self.cell("Holdfast, " + way, "mlp", 1, 1) or self.cell("Holdfast, " + way, "mlp", 1)
            if ours and ours.get("within_100_us") is not None:
                share = ours["within_100_us"]
                what = f"mlp, 1 row, {ours['connections']} connections: {way}, answered within 100 µs by the server's timer"
                say(what, "≥ 50 %", f"{share:.0%}", share >= 0.5)

    def near_limit(self, say):
        full = max((key[2] for key in self.limits), default=0)
        for way in OURS:
            ours, limit = self.cell("Holdfast, " + way, "cnn", 1), self.limits.get(("cnn", 1, full))
            if ours and limit:
                share = ours["rate"] / limit["rate"]
                say(f"cnn, 1 row: {way} / ONNX Runtime in {full} processes", "≥ 0.90", f"{share:.2f}", share >= 0.9)
        for way in ("REST binary", "gRPC", "own port, binary"):
            ours, limit = self.cell("Holdfast, " + way, "trees", 64), self.limits.get(("trees", 64, 1))
            if ours and limit:
                times = ours["cpu_us"] / limit["cpu_us"]
                say(f"trees, 64 rows: CPU of a request, {way} / the bare run", "≤ 2", f"{times:.2f}", times <= 2)

    def monitoring(self, say):
        for model, rows in self.questions():
            for way in OURS:
                on, off = self.cell("Holdfast, monitored, " + way, model, rows), self.cell("Holdfast, " + way, model, rows)
                if on and off:
                    share = on["rate"] / off["rate"]
                    say(f"{model}, {rows} row{'s' if rows > 1 else ''}: {way}, monitored / not", "≥ 0.95", f"{share:.2f}", share >= 0.95)

    def markdown(self):
        parts = [self.table(question) for question in self.questions()]
        parts.append("### Aims\n\n" + self.aims())
        notes = self.results["notes"]
        return "\n\n".join(parts) + ("\n\n" + "\n".join(f"- {note}" for note in notes) if notes else "") + "\n"
