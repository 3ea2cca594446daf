package dev.holdfast.inference.web;

import dev.holdfast.inference.RefusedPredictions;
import dev.holdfast.kernel.ProblemType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Counts requests for predictions on the main port that never came to the inference. Whoever refuses them, it is around all of those. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class RefusedPredictionsFilter implements Filter {
    private static final String STATE = RefusedPredictionsFilter.class.getName();
    private static final int REFUSED = 400;

    private enum State {
        ASKED,
        CUT_OFF
    }

    private final RefusedPredictions refused;

    RefusedPredictionsFilter(RefusedPredictions refused) {
        this.refused = refused;
    }

    /** All of the request is there: the inference counts it from here on. */
    static void asked(HttpServletRequest request) {
        request.setAttribute(STATE, State.ASKED);
    }

    /** The request's body ended early. */
    static void cutOff(HttpServletRequest request) {
        request.setAttribute(STATE, State.CUT_OFF);
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        chain.doFilter(request, response);
        if (request instanceof HttpServletRequest call
                && response instanceof HttpServletResponse answer
                && answer.getStatus() >= REFUSED
                && isPrediction(call)
                && request.getAttribute(STATE) != State.ASKED) {
            if (request.getAttribute(STATE) == State.CUT_OFF) {
                refused.hungUp(RefusedPredictions.Port.MAIN);
            } else {
                refused.refused(RefusedPredictions.Port.MAIN, type(answer.getStatus()));
            }
        }
    }

    private static boolean isPrediction(HttpServletRequest request) {
        String path = request.getRequestURI();
        return request.getMethod().equals("POST")
                && ((path.endsWith("/infer") && path.startsWith("/v2/models/"))
                        || (path.endsWith("/invocations") && path.startsWith("/deployments/"))
                        || (path.endsWith("/predict") && path.startsWith("/api/v1/deployments/")));
    }

    private static ProblemType type(int status) {
        for (ProblemType type : ProblemType.values()) {
            if (type.status() == status) {
                return type;
            }
        }
        return ProblemType.MALFORMED_REQUEST;
    }
}
