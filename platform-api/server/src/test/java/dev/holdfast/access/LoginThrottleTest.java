package dev.holdfast.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.SettableClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {
    private static final String HERE = "192.0.2.1";

    private final SettableClock clock = new SettableClock();
    private final LoginThrottle throttle = new LoginThrottle(clock);

    @Test
    void theEleventhWrongPasswordMustWaitAndTimeLetsOneMoreIn() {
        fail("ada", HERE, 10);

        assertThat(throttle.waitFor("ada", HERE)).contains(Duration.ofSeconds(6));
        clock.advance(Duration.ofSeconds(6));
        assertThat(throttle.waitFor("ada", HERE)).isEmpty();
        fail("ada", HERE, 1);
        assertThat(throttle.waitFor("ada", HERE)).isPresent();
    }

    @Test
    void othersAndOtherAddressesAreNotHeldUp() {
        fail("ada", HERE, 10);

        assertThat(throttle.waitFor("bob", HERE)).isEmpty();
        assertThat(throttle.waitFor("ada", "192.0.2.2")).isEmpty();
    }

    @Test
    void aRightPasswordForgetsTheWrongOnesOfThatName() {
        fail("ada", HERE, 10);
        throttle.succeeded("ada", HERE);

        assertThat(throttle.waitFor("ada", HERE)).isEmpty();
    }

    @Test
    void manyNamesFromOneAddressAreHeldUpToo() {
        for (int i = 0; i < 100; i++) {
            fail("user" + i, HERE, 1);
        }

        assertThat(throttle.waitFor("someone-else", HERE)).isPresent();
        assertThat(throttle.waitFor("someone-else", "192.0.2.2")).isEmpty();
    }

    @Test
    void theAddressesOfOneIpv6NetworkCountAsOne() {
        for (int i = 0; i < 10; i++) {
            fail("ada", "2001:db8:0:1:0:0:0:" + i, 1);
        }

        assertThat(throttle.waitFor("ada", "2001:db8:0:1:0:0:0:ff")).isPresent();
        assertThat(throttle.waitFor("ada", "2001:db8:0:2:0:0:0:1")).isEmpty();
    }

    @Test
    void namesLongerThanAnyonesShareOneBucket() {
        for (int i = 0; i < 10; i++) {
            fail("x".repeat(1_000 + i), HERE, 1);
        }

        assertThat(throttle.waitFor("y".repeat(5_000), HERE)).isPresent();
    }

    private void fail(String name, String address, int times) {
        for (int i = 0; i < times; i++) {
            throttle.failed(name, address);
        }
    }
}
