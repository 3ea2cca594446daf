// Load asks a gRPC method the same thing again and again, on connections of their own, one call at a time on each.
// It can also be the server that does nothing, against which the generators are measured, and print one answer.
//
//	load run   -at HOST:PORT -body FILE -connections N -seconds S
//	load once  -at HOST:PORT -body FILE
//	load serve -http HOST:PORT -grpc HOST:PORT
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"slices"
	"sync"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/mem"
)

const (
	method  = "/inference.GRPCInferenceService/ModelInfer"
	largest = 1 << 30
)

// bytesOnly is a codec that leaves messages as they are: the client's work must not count.
type bytesOnly struct{}

func (bytesOnly) Name() string { return "proto" }

func (bytesOnly) Marshal(message any) (mem.BufferSlice, error) {
	return mem.BufferSlice{mem.SliceBuffer(*message.(*[]byte))}, nil
}

func (bytesOnly) Unmarshal(data mem.BufferSlice, message any) error {
	if kept := message.(*[]byte); kept != nil {
		*kept = data.Materialize()
	}
	return nil
}

func must[T any](value T, err error) T {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	return value
}

func connect(at string) *grpc.ClientConn {
	return must(grpc.NewClient("passthrough:///"+at,
		grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithDefaultCallOptions(grpc.ForceCodecV2(bytesOnly{}),
			grpc.MaxCallRecvMsgSize(largest), grpc.MaxCallSendMsgSize(largest))))
}

// caller is one connection and what it saw.
type caller struct {
	micros []int64
	failed int
	why    error
}

func (c *caller) ask(at string, body []byte, until time.Time) {
	connection := connect(at)
	defer connection.Close()
	for {
		began := time.Now()
		if began.After(until) {
			return
		}
		if err := connection.Invoke(context.Background(), method, &body, (*[]byte)(nil)); err != nil {
			c.failed++
			c.why = err
			time.Sleep(time.Millisecond)
			continue
		}
		c.micros = append(c.micros, time.Since(began).Microseconds())
	}
}

func run(at string, body []byte, connections int, seconds float64) {
	callers := make([]caller, connections)
	began := time.Now()
	until := began.Add(time.Duration(seconds * float64(time.Second)))
	var group sync.WaitGroup
	for i := range callers {
		group.Go(func() { callers[i].ask(at, body, until) })
	}
	group.Wait()
	took := time.Since(began)
	var micros []int64
	failed := 0
	for _, c := range callers {
		micros = append(micros, c.micros...)
		failed += c.failed
		if c.why != nil {
			fmt.Fprintln(os.Stderr, c.why)
		}
	}
	slices.Sort(micros)
	quantile := func(share float64) int64 {
		if len(micros) == 0 {
			return 0
		}
		return micros[min(len(micros)-1, int(share*float64(len(micros))))]
	}
	json.NewEncoder(os.Stdout).Encode(map[string]any{"requests": len(micros), "us": took.Microseconds(),
		"p50_us": quantile(.5), "p99_us": quantile(.99), "max_us": quantile(1), "failed": failed})
}

func once(at string, body []byte) {
	var answer []byte
	connection := connect(at)
	defer connection.Close()
	within, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if err := connection.Invoke(within, method, &body, &answer); err != nil {
		must(0, err)
	}
	os.Stdout.Write(answer)
}

func serve(httpAt, grpcAt string) {
	answer := []byte(`{"outputs":[{"name":"probabilities","datatype":"FP32","shape":[1,3],"data":[0.2,0.3,0.5]}]}`)
	go func() {
		must(0, http.ListenAndServe(httpAt, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			io.Copy(io.Discard, r.Body)
			w.Header().Set("Content-Type", "application/json")
			w.Write(answer)
		})))
	}()
	server := grpc.NewServer(grpc.ForceServerCodecV2(bytesOnly{}), grpc.MaxRecvMsgSize(largest),
		grpc.UnknownServiceHandler(func(_ any, stream grpc.ServerStream) error {
			if err := stream.RecvMsg((*[]byte)(nil)); err != nil {
				return err
			}
			return stream.SendMsg(&answer)
		}))
	must(0, server.Serve(must(net.Listen("tcp", grpcAt))))
}

func main() {
	flags := flag.NewFlagSet("load", flag.ExitOnError)
	at := flags.String("at", "", "HOST:PORT")
	file := flags.String("body", "", "file with the request's message")
	connections := flags.Int("connections", 1, "")
	seconds := flags.Float64("seconds", 5, "")
	httpAt := flags.String("http", "127.0.0.1:0", "HOST:PORT")
	grpcAt := flags.String("grpc", "127.0.0.1:0", "HOST:PORT")
	if len(os.Args) < 2 {
		must(0, fmt.Errorf("say run, once or serve"))
	}
	flags.Parse(os.Args[2:])
	switch os.Args[1] {
	case "run":
		run(*at, must(os.ReadFile(*file)), *connections, *seconds)
	case "once":
		once(*at, must(os.ReadFile(*file)))
	case "serve":
		serve(*httpAt, *grpcAt)
	default:
		must(0, fmt.Errorf("say run, once or serve"))
	}
}
