package dev.holdfast.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Looks at an archive before native code sees it: whether it is TorchScript and not a pickle that only Python can load, and whether its
 * code keeps to computing. TorchScript is a program; some operators read and write files.
 */
final class TorchScriptFile {
    private static final int MAX_ENTRIES = 1_000_000;
    private static final long MAX_CODE_BYTES = 64L << 20;
    private static final String SAVE =
            "save it with torch.jit.script(model).save(path) or torch.jit.trace(model, example).save(path)";

    private static final Pattern FORBIDDEN = Pattern.compile(
            "\\b(?:torch|ops\\.\\w+)\\.(save|load|from_file|_load_\\w+|_save_\\w+|open|rpc_\\w+)\\s*\\(");
    private static final Pattern OPERATOR = Pattern.compile("\\bops\\.(\\w+)\\.\\w+");
    /** What PyTorch's own library for the CPU brings. */
    private static final Set<String> LIBRARIES =
            Set.of("aten", "prim", "prims", "quantized", "_quantized", "prepacked", "sparse");

    private static final Pattern LOOP = Pattern.compile("^\\s*(?:for|while)\\b", Pattern.MULTILINE);

    private TorchScriptFile() {}

    /** Whether the code of an archive that was checked goes round: how long one run takes tells nothing about the next. */
    static boolean hasLoop(Path file) throws IOException {
        try (ZipFile archive = new ZipFile(file.toFile())) {
            for (Enumeration<? extends ZipEntry> entries = archive.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                if (isCode(entry.getName().substring(entry.getName().indexOf('/') + 1))) {
                    try (InputStream in = archive.getInputStream(entry)) {
                        if (LOOP.matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                                .find()) {
                            return true;
                        }
                    }
                }
            }
            return false;
        }
    }

    private static boolean isCode(String path) {
        return path.startsWith("code/") && path.endsWith(".py");
    }

    /** Throws a problem where the file is not such an archive, or asks for what is not there. */
    static void check(Path file) throws IOException {
        byte[] start = new byte[4];
        try (InputStream in = Files.newInputStream(file)) {
            if (in.readNBytes(start, 0, start.length) < start.length) {
                throw UnfitModel.refused("it is not a whole TorchScript archive; " + SAVE + ".");
            }
        }
        if (start[0] == (byte) 0x80) {
            throw pickle();
        }
        if (start[0] != 'P' || start[1] != 'K') {
            throw UnfitModel.refused("it is not a TorchScript archive; " + SAVE + ".");
        }
        try (ZipFile archive = new ZipFile(file.toFile())) {
            check(archive);
        } catch (ZipException e) {
            throw UnfitModel.refused(
                    "it is not a whole TorchScript archive; export the model again or check the upload.");
        }
    }

    private static void check(ZipFile archive) throws IOException {
        if (archive.size() > MAX_ENTRIES) {
            throw UnfitModel.refused("its archive has " + archive.size() + " entries; " + MAX_ENTRIES + " may be.");
        }
        boolean hasCode = false;
        boolean hasConstants = false;
        boolean hasPickle = false;
        boolean isExported = false;
        long codeBytes = 0;
        for (Enumeration<? extends ZipEntry> entries = archive.entries(); entries.hasMoreElements(); ) {
            ZipEntry entry = entries.nextElement();
            String path = entry.getName().substring(entry.getName().indexOf('/') + 1);
            hasConstants |= path.equals("constants.pkl");
            hasPickle |= path.equals("data.pkl");
            isExported |= path.startsWith("serialized_exported_program")
                    || path.startsWith("models/")
                    || path.equals("archive_format");
            if (isCode(path)) {
                hasCode = true;
                byte[] code;
                try (InputStream in = archive.getInputStream(entry)) {
                    code = in.readNBytes((int) (MAX_CODE_BYTES - codeBytes + 1));
                }
                codeBytes += code.length;
                if (codeBytes > MAX_CODE_BYTES) {
                    throw UnfitModel.refused("its code has more than " + (MAX_CODE_BYTES >> 20) + " MiB.");
                }
                checkCode(new String(code, StandardCharsets.UTF_8));
            }
        }
        if (isExported && !hasCode) {
            throw UnfitModel.refused("it is a program of torch.export, and TorchScript is served; " + SAVE + ".");
        }
        if (hasPickle && !hasCode) {
            throw pickle();
        }
        if (!hasCode || !hasConstants) {
            throw UnfitModel.refused("it is not a TorchScript archive; " + SAVE + ".");
        }
    }

    private static void checkCode(String code) {
        Matcher forbidden = FORBIDDEN.matcher(code);
        if (forbidden.find()) {
            throw UnfitModel.refused("its code calls " + forbidden.group(1)
                    + ", which reads or writes what is not the model's; take that out of the model.");
        }
        Matcher operator = OPERATOR.matcher(code);
        while (operator.find()) {
            if (!LIBRARIES.contains(operator.group(1))) {
                throw UnfitModel.refused("its operator "
                        + operator.group().substring("ops.".length()).replace(".", "::")
                        + " belongs to a library that is not here; use operators of PyTorch alone.");
            }
        }
    }

    private static RuntimeException pickle() {
        return UnfitModel.refused(
                "it is a pickle of torch.save (a state dict, or a whole model as Python objects), which runs code when it"
                        + " is loaded and is never loaded here; " + SAVE + ".");
    }
}
