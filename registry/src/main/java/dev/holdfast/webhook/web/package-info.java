/** REST endpoints of webhooks and their deliveries. */
@NullMarked
package dev.holdfast.webhook.web;

import org.jspecify.annotations.NullMarked;
