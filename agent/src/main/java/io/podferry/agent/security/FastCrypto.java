package io.podferry.agent.security;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.Security;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Native AES-GCM for this process. The JDK's own is as fast only after minutes of use: before it is
 * compiled it seals some 30 MiB per second, and an agent's first move is the one that counts.
 */
public final class FastCrypto {
    private static final Logger LOG = LoggerFactory.getLogger(FastCrypto.class);

    private FastCrypto() {}

    /** Puts the native provider first; where it does not load, the JDK's own stays. Idempotent. */
    public static void install() {
        Throwable fault = AmazonCorrettoCryptoProvider.INSTANCE.getLoadingError();
        if (fault != null) {
            LOG.warn(
                    "native cryptography is not available, transfers will be slower at first: {}",
                    fault.toString());
        } else if (Security.getProvider(AmazonCorrettoCryptoProvider.PROVIDER_NAME) == null) {
            Security.insertProviderAt(AmazonCorrettoCryptoProvider.INSTANCE, 1);
        }
    }
}
