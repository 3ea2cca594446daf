package dev.holdfast.access;

import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Which requests are turned away before anyone looks at them. Names of files may hold percent signs, semicolons and more: what they may
 * not do, lead elsewhere, is checked by those who read them. Whoever decides by a path here reads it in the same way as those who answer.
 */
@Configuration(proxyBeanMethods = false)
class RefusedRequests {
    @Bean
    HttpFirewall oddNamesInPaths() {
        StrictHttpFirewall firewall = new StrictHttpFirewall();
        firewall.setAllowUrlEncodedPercent(true);
        firewall.setAllowUrlEncodedSlash(true);
        firewall.setAllowUrlEncodedDoubleSlash(true);
        firewall.setAllowUrlEncodedPeriod(true);
        firewall.setAllowSemicolon(true);
        firewall.setAllowBackSlash(true);
        return firewall;
    }

    @Bean
    RequestRejectedHandler asProblems(@Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems) {
        return (request, response, refused) -> problems.resolveException(
                request,
                response,
                null,
                new ProblemException(
                        ProblemType.MALFORMED_REQUEST,
                        "The URL or a header holds characters or steps that are not taken here; send it without."));
    }
}
