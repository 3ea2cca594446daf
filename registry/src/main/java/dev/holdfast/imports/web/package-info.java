@NullMarked
package dev.holdfast.imports.web;

import org.jspecify.annotations.NullMarked;
