// Says where a statement of a `.netpol` file ends: with its line, where it can end there, and in any case before
// a line that starts with a keyword. What is open there counts as closed, so that a broken statement does not reach
// the next.

#include "tree_sitter/parser.h"

#include <string.h>

enum Token { END, UNCLOSED, NOWHERE };

static const char *const KEYWORDS[] = {
    "use",      "manifests", "namespace", "label", "prefix", "workload", "network",
    "service",  "group",     "allow",     "deny",  "expect", "isolate",  "default",
};

enum { LONGEST = 9 };

static bool is_blank(int32_t c) { return c == ' ' || c == '\t' || c == '\r'; }

static bool is_letter(int32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

static bool is_name(int32_t c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '_' || c == '.'; }

static void skip_blanks(TSLexer *lexer) {
    while (is_blank(lexer->lookahead)) {
        lexer->advance(lexer, true);
    }
}

// Goes to the first token of a line that has one.
static void skip_lines(TSLexer *lexer) {
    for (;;) {
        if (is_blank(lexer->lookahead) || lexer->lookahead == '\n') {
            lexer->advance(lexer, true);
        } else if (lexer->lookahead == '#') {
            while (lexer->lookahead != '\n' && !lexer->eof(lexer)) {
                lexer->advance(lexer, true);
            }
        } else {
            return;
        }
    }
}

// Whether a keyword comes next.
static bool keyword(TSLexer *lexer) {
    char word[LONGEST + 1] = {0};
    size_t length = 0;
    while (is_name(lexer->lookahead)) {
        if (length == LONGEST) {
            return false;
        }
        word[length++] = (char)lexer->lookahead;
        lexer->advance(lexer, true);
    }
    if (lexer->lookahead == '-') {
        // Part of an arrow, or of a name.
        while (lexer->lookahead == '-') {
            lexer->advance(lexer, true);
        }
        if (lexer->lookahead != '>') {
            return false;
        }
    }
    for (size_t i = 0; i < sizeof KEYWORDS / sizeof *KEYWORDS; i++) {
        if (strcmp(word, KEYWORDS[i]) == 0) {
            return true;
        }
    }
    return false;
}

void *tree_sitter_netpol_external_scanner_create(void) { return NULL; }

void tree_sitter_netpol_external_scanner_destroy(void *payload) { (void)payload; }

unsigned tree_sitter_netpol_external_scanner_serialize(void *payload, char *buffer) {
    (void)payload;
    (void)buffer;
    return 0;
}

void tree_sitter_netpol_external_scanner_deserialize(void *payload, const char *buffer, unsigned length) {
    (void)payload;
    (void)buffer;
    (void)length;
}

bool tree_sitter_netpol_external_scanner_scan(void *payload, TSLexer *lexer, const bool *valid) {
    (void)payload;
    skip_blanks(lexer);
    if (lexer->eof(lexer) && valid[UNCLOSED] && !valid[END]) {
        lexer->result_symbol = UNCLOSED;
        return true;
    }
    if (lexer->lookahead != '\n') {
        return false;
    }
    if (valid[END]) {
        lexer->result_symbol = END;
        lexer->advance(lexer, false);
        lexer->mark_end(lexer);
        return true;
    }
    lexer->result_symbol = valid[UNCLOSED] ? UNCLOSED : END;
    lexer->mark_end(lexer);
    if (!valid[UNCLOSED]) {
        lexer->advance(lexer, false);
        lexer->mark_end(lexer);
    }
    skip_lines(lexer);
    return keyword(lexer) || (valid[UNCLOSED] && lexer->eof(lexer));
}
