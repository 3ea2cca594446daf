package dev.holdfast.monitoring;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Hashes personal values with a key that is made at the first need, kept in the database for all servers, and given to nobody: equal values have
 * equal hashes, and who has the log alone can't try values out. Used by one thread at a time.
 */
@Component
class PersonalHash {
    static final String PREFIX = "hmac:";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;
    private static final int HASH_BYTES = 16;

    private final JdbcClient database;
    private @Nullable Mac mac;

    PersonalHash(JdbcClient database) {
        this.database = database;
    }

    /** Makes sure that the key is known: from then on the database is not asked. */
    void prepare() {
        if (mac == null) {
            mac = mac(key());
        }
    }

    /** {@code hmac:} and 32 hexadecimal digits. */
    String hash(String value) {
        prepare();
        Mac ready = mac;
        if (ready == null) {
            throw new IllegalStateException("There is no key to hash with");
        }
        byte[] hash = ready.doFinal(value.getBytes(StandardCharsets.UTF_8));
        return PREFIX + HexFormat.of().formatHex(Arrays.copyOf(hash, HASH_BYTES));
    }

    private byte[] key() {
        byte[] fresh = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(fresh);
        database.sql("INSERT INTO monitoring.hash_key (key) VALUES (?) ON CONFLICT DO NOTHING")
                .param(fresh)
                .update();
        return database.sql("SELECT key FROM monitoring.hash_key")
                .query((row, number) -> row.getBytes("key"))
                .single();
    }

    private static Mac mac(byte[] key) {
        try {
            Mac made = Mac.getInstance(ALGORITHM);
            made.init(new SecretKeySpec(key, ALGORITHM));
            return made;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has " + ALGORITHM, e);
        }
    }
}
