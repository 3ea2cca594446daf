package dev.holdfast.idempotency;

import dev.holdfast.idempotency.RequestKeys.Earlier;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.web.CurrentActor;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerAdapter;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Calls handlers that are {@link Idempotent}: those of requests with a key once, and answers the same request as it was answered before.
 * Who may call was decided before.
 */
@Component
class IdempotentHandlerAdapter implements HandlerAdapter, Ordered {
    /** Where the handler's argument is found. */
    static final String ATTRIBUTE = RequestKey.class.getName();

    private static final Logger log = LoggerFactory.getLogger(IdempotentHandlerAdapter.class);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    /** How a handler keeps its promise. */
    private record Manner(boolean idempotent, boolean secret, boolean remembers) {
        static Manner of(HandlerMethod handler) {
            Idempotent found = handler.getMethodAnnotation(Idempotent.class);
            return new Manner(
                    found != null,
                    found != null && found.secret(),
                    Arrays.stream(handler.getMethodParameters())
                            .anyMatch(parameter -> parameter.getParameterType() == RequestKey.class));
        }
    }

    private final RequestMappingHandlerAdapter handlers;
    private final RequestKeys keys;
    private final PlatformTransactionManager transactions;
    /** Looking for annotations costs more than a short prediction. There are as many as handlers. */
    private final ConcurrentHashMap<Method, Manner> manners = new ConcurrentHashMap<>();
    /** What this server carries out now. */
    private final Set<String> running = ConcurrentHashMap.newKeySet();

    IdempotentHandlerAdapter(
            @Qualifier("requestMappingHandlerAdapter") RequestMappingHandlerAdapter handlers,
            RequestKeys keys,
            PlatformTransactionManager transactions) {
        this.handlers = handlers;
        this.keys = keys;
        this.transactions = transactions;
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public boolean supports(Object handler) {
        return handler instanceof HandlerMethod method && manner(method).idempotent();
    }

    private Manner manner(HandlerMethod handler) {
        Manner known = manners.get(handler.getMethod());
        if (known == null) {
            known = Manner.of(handler);
            manners.put(handler.getMethod(), known);
        }
        return known;
    }

    @Override
    public @Nullable ModelAndView handle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws Exception {
        String header = request.getHeader(RequestKey.HEADER);
        Optional<Actor> caller = CurrentActor.of(request);
        if (header == null || caller.isEmpty()) {
            return handlers.handle(request, response, handler);
        }
        Manner manner = manner((HandlerMethod) handler);
        String path = request.getMethod() + " " + request.getRequestURI();
        // An upload is not held in memory: its handler knows what tells one from another.
        boolean upload = isUpload(request);
        HttpServletRequest read = upload ? request : ReadRequest.of(request);
        byte[] body = read instanceof ReadRequest whole ? whole.body() : new byte[0];
        RequestKey key = RequestKey.of(header, caller.get(), path, body);
        if (manner.secret()) {
            key.mustBeHardToGuess();
        }
        String name = key.caller() + "\n" + path + "\n" + key.digest();
        boolean first = running.add(name);
        // One that waits for what it has begun holds nobody up who wants to wait for it too.
        if (!first && (!manner.remembers() || upload || keys.find(key).isEmpty())) {
            throw runs();
        }
        try {
            if (!manner.remembers()) {
                inTransaction(key, read, response, handler);
            } else if (upload) {
                read.setAttribute(ATTRIBUTE, key);
                return handlers.handle(read, response, handler);
            } else {
                remembering(key, read, response, handler);
            }
        } finally {
            if (first) {
                running.remove(name);
            }
        }
        return null;
    }

    /** The handler, its effect and the answer in one transaction. */
    private void inTransaction(RequestKey key, HttpServletRequest request, HttpServletResponse response, Object handler)
            throws Exception {
        TransactionStatus transaction = transactions.getTransaction(new DefaultTransactionDefinition());
        Answer answer;
        try {
            if (!keys.isAlone(key)) {
                throw runs();
            }
            Answer before = keys.earlier(key).map(Earlier::answer).orElse(null);
            if (before == null) {
                answer = call(request, response, handler);
                if (answer.isSuccess()) {
                    keys.insert(key, "", answer);
                }
            } else {
                answer = before;
            }
        } catch (Exception | Error e) {
            transactions.rollback(transaction);
            throw e;
        }
        try {
            transactions.commit(transaction);
        } catch (RuntimeException e) {
            // What the handler has said of itself is not so.
            response.setHeader(HttpHeaders.LOCATION, null);
            response.setHeader(HttpHeaders.ETAG, null);
            throw e;
        }
        answer.write(response);
    }

    /** The handler remembers its effect by itself; its answer is kept after it. */
    private void remembering(RequestKey key, HttpServletRequest request, HttpServletResponse response, Object handler)
            throws Exception {
        Answer before = keys.earlier(key).map(Earlier::answer).orElse(null);
        if (before != null) {
            before.write(response);
            return;
        }
        request.setAttribute(ATTRIBUTE, key);
        Answer answer = call(request, response, handler);
        // What goes on is asked for again as it is then, and waited for.
        if (answer.isSuccess() && answer.status() != HttpStatus.ACCEPTED.value()) {
            try {
                keys.keep(key, answer);
            } catch (RuntimeException e) {
                log.warn("The answer of {} was not kept; the handler finds it again: {}", key, e.toString());
            }
        }
        answer.write(response);
    }

    private Answer call(HttpServletRequest request, HttpServletResponse response, Object handler) throws Exception {
        ContentCachingResponseWrapper caught = new ContentCachingResponseWrapper(response);
        handlers.handle(request, caught, handler);
        return Answer.of(caught);
    }

    private static boolean isUpload(HttpServletRequest request) {
        String type = request.getContentType();
        return type != null && type.regionMatches(true, 0, MediaType.MULTIPART_FORM_DATA_VALUE, 0, 9);
    }

    private static ProblemException runs() {
        return ProblemException.conflict(
                "A request with this " + RequestKey.HEADER + " is being carried out; send it again to see its answer.",
                LOOK_AGAIN);
    }
}
