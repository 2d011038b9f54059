// Says where a statement of a `.netpol` file ends: with its line, where it can end there, and in any case before
// a line that starts with a keyword. What is open there counts as closed, so that a broken statement does not reach
// the next.
//
// A line that starts no statement has no tokens but its strings and comments. All else there is one of `STRAY`,
// which no rule takes, so that the line is an error.

#include "tree_sitter/parser.h"

#include <stdlib.h>
#include <string.h>

enum Token { END, UNCLOSED, NOWHERE, START, STRAY };

// What is kept from token to token.
typedef struct {
    // Whether the line starts no statement.
    bool stray;
} Scanner;

static const char *const KEYWORDS[] = {
    "use",      "manifests", "namespace", "label", "prefix", "workload", "network",
    "service",  "group",     "allow",     "deny",  "expect", "isolate",  "default",
};

enum { LONGEST = 9 };

static const int32_t BYTE_ORDER_MARK = 0xFEFF;

static bool is_blank(int32_t c) { return c == ' ' || c == '\t' || c == '\r' || c == BYTE_ORDER_MARK; }

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
        lexer->advance(lexer, false);
    }
    if (lexer->lookahead == '-') {
        // Part of an arrow, or of a name.
        while (lexer->lookahead == '-') {
            lexer->advance(lexer, false);
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

// Goes to the next string or comment of a line, or to its end.
static void skip_plain(TSLexer *lexer) {
    while (lexer->lookahead != '"' && lexer->lookahead != '#' && lexer->lookahead != '\n' && !lexer->eof(lexer)) {
        lexer->advance(lexer, false);
    }
}

// What belongs to no statement, if it comes next. It is empty where a line begins with a string: what is kept tells
// what follows. Where an error is mended all tokens are valid, and nothing says that a statement has to start.
static bool stray(Scanner *scanner, TSLexer *lexer, const bool *valid) {
    bool starts = valid[START] && !valid[UNCLOSED];
    if (lexer->eof(lexer) || lexer->lookahead == '#' || !(starts || scanner->stray)) {
        return false;
    }
    if (scanner->stray ? lexer->lookahead == '"' : keyword(lexer)) {
        return false;
    }
    skip_plain(lexer);
    lexer->mark_end(lexer);
    scanner->stray = true;
    lexer->result_symbol = STRAY;
    return true;
}

void *tree_sitter_netpol_external_scanner_create(void) { return calloc(1, sizeof(Scanner)); }

void tree_sitter_netpol_external_scanner_destroy(void *payload) { free(payload); }

unsigned tree_sitter_netpol_external_scanner_serialize(void *payload, char *buffer) {
    buffer[0] = ((Scanner *)payload)->stray;
    return 1;
}

void tree_sitter_netpol_external_scanner_deserialize(void *payload, const char *buffer, unsigned length) {
    ((Scanner *)payload)->stray = length == 1 && buffer[0];
}

bool tree_sitter_netpol_external_scanner_scan(void *payload, TSLexer *lexer, const bool *valid) {
    Scanner *scanner = payload;
    skip_blanks(lexer);
    if (lexer->eof(lexer) && valid[UNCLOSED] && !valid[END]) {
        lexer->result_symbol = UNCLOSED;
        return true;
    }
    if (lexer->lookahead != '\n') {
        return stray(scanner, lexer, valid);
    }
    scanner->stray = false;
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
