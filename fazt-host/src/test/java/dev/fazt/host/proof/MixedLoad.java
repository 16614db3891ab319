package dev.fazt.host.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Writes from many virtual threads and reads from another, and holds every answer against what may be answered. */
final class MixedLoad {
    private static final int WRITERS = 16;
    /** Far more than a small disk can take: a shortage that does not show by then never will. */
    private static final int MOST_WRITES = 200_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Ledger ledger = new Ledger();
    private final Set<Integer> refusals = ConcurrentHashMap.newKeySet();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicInteger visits = new AtomicInteger();
    private final HttpPeer peer;
    private final NumberedWrites writes;
    private final Set<Integer> mayRefuse;
    private final String document;

    private MixedLoad(HttpPeer peer, NumberedWrites writes, Set<Integer> mayRefuse, String document) {
        this.peer = peer;
        this.writes = writes;
        this.mayRefuse = mayRefuse;
        this.document = document;
    }

    /**
     * Deploys a site and writes a first document, to be read from then on.
     *
     * @param mayRefuse the statuses with which a write may be refused during a shortage
     */
    static MixedLoad prepare(HttpPeer owner, Set<Integer> mayRefuse) throws IOException {
        NumberedWrites writes = NumberedWrites.prepare(owner);
        assertThat(new EndlessDeploys().deploy(owner)).isEqualTo(200);
        // Nobody knows of number zero but the visitors.
        HttpResponse<String> first = writes.write(owner, 0);
        assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
        return new MixedLoad(owner, writes, mayRefuse, first.headers().firstValue("Location").orElseThrow());
    }

    Ledger ledger() {
        return ledger;
    }

    /** Writes until so many more are acknowledged; none may be refused. */
    void untilAcknowledged(int more) throws InterruptedException {
        long target = ledger.acknowledged() + more;
        run(() -> ledger.acknowledged() < target, false);
    }

    /** Writes until so many more are refused. Some may still be acknowledged. */
    void untilRefused(int more) throws InterruptedException {
        long target = refused.get() + more;
        run(() -> refused.get() < target, true);
    }

    /** Writes until one is acknowledged, and then more, none of which may be refused; and all of those in doubt. */
    void untilRecovered(int more) throws InterruptedException, IOException {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (!write(ledger.fresh(), true)) {
            assertThat(Instant.now()).as("writing did not resume").isBefore(deadline);
        }
        untilAcknowledged(more);
        while (ledger.doubts()) {
            write(ledger.next(), false);
        }
    }

    private void run(BooleanSupplier condition, boolean shortage) throws InterruptedException {
        AtomicLong left = new AtomicLong(MOST_WRITES);
        Crowd.run(
                WRITERS,
                condition,
                () -> {
                    assertThat(left.decrementAndGet()).as("writes left until the condition holds").isPositive();
                    write(ledger.next(), shortage);
                },
                () -> visit(peer));
    }

    /** Writes one number and notes the answer; true if it was acknowledged. */
    private boolean write(long number, boolean shortage) throws IOException {
        HttpResponse<String> response = writes.write(peer, number);
        int status = response.statusCode();
        if (status == 201) {
            ledger.acknowledged(number);
            return true;
        }
        assertThat(shortage).as("refused, although there is no shortage: " + status + " " + response.body()).isTrue();
        assertThat(status).as(response.body()).isIn(mayRefuse);
        assertHelpful(response);
        refusals.add(status);
        refused.incrementAndGet();
        if (status == 504) {
            ledger.doubted(number);
        } else {
            ledger.refused(number);
        }
        return false;
    }

    private static void assertHelpful(HttpResponse<String> response) {
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        JsonNode problem = JsonMapper.shared().readTree(response.body());
        assertThat(problem.get("status").asInt()).isEqualTo(response.statusCode());
        // What happened, a colon, and what to do about it.
        assertThat(problem.get("detail").asString()).contains(": ").doesNotContain("Exception");
    }

    @Override
    public String toString() {
        return "%d writes acknowledged, 0 missing, 0 twice; %d refused (%s); %d repeated"
                .formatted(ledger.acknowledged(), refused.get(), refusals, ledger.repeated());
    }

    /** Reads a document, a list, a page that is a different one each time, and the state of the server: all are there. */
    void visit(HttpPeer visitor) throws IOException {
        String site = NumberedWrites.SITE + ".localhost";
        assertFound(visitor.send(site, "GET", document, writes.token(), new byte[0]));
        assertFound(visitor.send(site, "GET", "/_fazt/docs/numbers?limit=5", writes.token(), new byte[0]));
        assertFound(visitor.get(EndlessDeploys.HOST, EndlessDeploys.page(visits.getAndIncrement())));
        assertFound(visitor.get("127.0.0.1", "/livez"));
    }

    private static void assertFound(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.request().uri() + ": " + response.body()).isEqualTo(200);
        assertThat(response.body().getBytes(StandardCharsets.UTF_8)).isNotEmpty();
    }
}
