package io.podferry.extender.kubernetes;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import java.io.IOException;

/**
 * Notes the resource version of an object, or the code and message of a Status, while somebody else
 * reads it. Not thread-safe.
 */
final class VersionedParser extends JsonParserDelegate {
    private int depth = 1;
    private boolean inMetadata;
    private String version = "";
    private int code;
    private String message = "";

    VersionedParser(JsonParser parser) {
        super(parser);
    }

    String resourceVersion() {
        return version;
    }

    int code() {
        return code;
    }

    String message() {
        return message;
    }

    @Override
    public JsonToken nextToken() throws IOException {
        JsonToken token = super.nextToken();
        if (token == null) {
            return token;
        }
        if (token.isStructStart()) {
            depth++;
            if (depth == 2) {
                inMetadata = "metadata".equals(currentName());
            }
        } else if (token.isStructEnd()) {
            depth--;
        } else if (token.isScalarValue()) {
            note(token);
        }
        return token;
    }

    /** Skipped parts must be counted too. */
    @Override
    public JsonParser skipChildren() throws IOException {
        if (currentToken() == JsonToken.START_OBJECT || currentToken() == JsonToken.START_ARRAY) {
            super.skipChildren();
            depth--;
        }
        return this;
    }

    private void note(JsonToken token) throws IOException {
        String name = String.valueOf(currentName());
        if (depth == 2 && inMetadata && name.equals("resourceVersion")) {
            version = getText();
        } else if (depth == 1 && name.equals("message") && token == JsonToken.VALUE_STRING) {
            message = getText();
        } else if (depth == 1 && name.equals("code") && token == JsonToken.VALUE_NUMBER_INT) {
            code = getIntValue();
        }
    }
}
